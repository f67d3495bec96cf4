"""The bench's rules: woken and asked, never held; nobody due for the clock."""

import pytest
from sqlalchemy import func, select

from loancrm_desktop.bench import office_seed
from loancrm_desktop.bench.ruled import RULES, SILENCES, Ruled
from loancrm_desktop.models.rule_runs import RuleRun
from loancrm_desktop.services.rules import kept

COUNT = 40


@pytest.fixture(scope="module")
def ruled(tmp_path_factory):
    folder = tmp_path_factory.mktemp("ruled") / "office"
    office_seed.build(folder, COUNT)
    opened = Ruled(folder, COUNT)
    yield opened
    opened.close()


def runs(ruled):
    with ruled._opened.office.database.reading() as session:
        return session.execute(select(func.count()).select_from(RuleRun)).scalar_one()


def test_a_changed_remark_wakes_all_fifty_and_another_field_none(ruled, monkeypatch):
    asked = []
    monkeypatch.setattr(kept.KeptRules, "waking", _counting(kept.KeptRules.waking, asked))
    before = runs(ruled)
    ruled.save(1)
    assert max(asked) == RULES
    ruled.save_without(1)
    assert runs(ruled) == before


def _counting(real, asked):
    def waking(self, kind, trigger):
        found = real(self, kind, trigger)
        asked.append(len(found))
        return found

    return waking


def test_everybody_counts_as_reminded(ruled):
    assert runs(ruled) == COUNT * len(SILENCES)
    assert ruled.scan(0) == 0
