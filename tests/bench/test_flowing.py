"""The bench's board, steps and time limits: both sides find the same, and each step is one."""

from contextlib import closing

import pytest

from loancrm_desktop.bench import flowing, limit, limit_flow, office_seed
from loancrm_desktop.bench.flowing import Flowing
from loancrm_desktop.bench.limit_flow import LimitFlow
from loancrm_desktop.services import deals

COUNT = 60


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    folder = tmp_path_factory.mktemp("flowing")
    office_seed.build(folder / "office", COUNT)
    limit.build(folder / "limit.db", COUNT)
    patch = pytest.MonkeyPatch()
    patch.setattr(flowing, "STEPS", 3)
    own = Flowing(folder / "office")
    least = LimitFlow(folder / "limit.db", own.due_s())
    with closing(own), closing(least):
        yield own, least
    patch.undo()


def test_both_sides_count_the_same_deals_on_the_board(both):
    own, least = both
    assert own.first(0) == least.first(0) == own.lanes(0) == least.lanes(0) == COUNT


def test_both_sides_find_the_same_cards_of_a_column(both, monkeypatch):
    monkeypatch.setattr(limit_flow, "CARDS", 3)
    own, least = both
    found = [own.cards(index) for index in range(6)]
    assert found == [least.cards(index) for index in range(6)]
    assert max(found) == 3


def test_a_step_passes_the_gate_and_takes_the_branch_of_small_amounts(both):
    own, _ = both
    own.advance(0)
    office, actor = own._opened.office, own._opened.actor
    assert office.ask(actor, deals.show, deal_id=own._deals[0]).card.stage == "bench_review"
    assert office.ask(actor, deals.show, deal_id=own._deals[1]).card.stage == "bench_intake"


def test_with_every_deal_running_nothing_is_due(both):
    own, least = both
    own.open_all()
    raw = own._opened.office.database.raw()
    stays = raw.execute("SELECT count(*), count(timer_at) FROM node_visit").fetchone()
    running = raw.execute("SELECT count(*) FROM deal WHERE outcome = 'open'").fetchone()[0]
    raw.close()
    assert running == stays[0] == COUNT + 3
    assert stays[1] > COUNT // 3
    assert own.scan(0) == least.scan(0) == 0
