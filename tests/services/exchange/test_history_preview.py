"""Before a history is taken over it says what is in it; stages can be named one by one."""

from __future__ import annotations

import pytest

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.models.deals import Deal, StageVisit
from loancrm_desktop.services.exchange import history, history_preview
from loancrm_desktop.services.exchange.history import HistoryPlan
from loancrm_desktop.services.exchange.sheets import SheetRow, SheetTable

HEADER = ("案件号", "阶段", "时间", "处理人")
LINES = (
    ("A-1", "电话", "2025-01-02 10:00", "李经理"),
    ("A-1", "审核", "2025-01-05 09:30", "离职的人"),
    ("A-2", "电话", "2025-02-01 08:00", "李经理"),
    ("A-3", "", "2025-02-01 08:00", "李经理"),
)
STAGES = {"电话": "first_call", "审核": "qualification_review"}


@pytest.fixture
def log():
    rows = tuple(SheetRow(number, row) for number, row in enumerate(LINES, 2))
    return SheetTable("old.csv", HEADER, 1, rows)


def test_it_says_cases_activities_people_and_time(office, owner, log):
    found = office.ask(owner, history_preview.preview, table=log, plan=HistoryPlan("old.csv"))
    assert (found.cases, found.events, found.stays, found.known) == (2, 3, 3, 0)
    assert found.activities == (("电话", 2), ("审核", 1))
    assert found.strangers == ("离职的人",)
    assert found.process == "", "no process of the office knows these"
    assert (found.first_at.year, found.last_at.month) == (2025, 2)
    assert [problem.row for problem in found.problems] == [5]
    assert found.mapping == {
        "案件号": "case",
        "阶段": "activity",
        "时间": "at",
        "处理人": "handler",
    }
    with office.database.reading() as session:
        assert session.query(Deal).count() == 0


def test_activities_become_the_stages_a_person_named(office, owner, log):
    plan = HistoryPlan("old.csv", stages=STAGES)
    report = office.do(owner, history.run, log, plan)
    assert (report.created, report.new_process) == (2, False)
    with office.database.reading() as session:
        stages = [visit.stage for visit in session.query(StageVisit).order_by(StageVisit.id)]
    assert stages == ["first_call", "qualification_review", "first_call"]


@pytest.mark.parametrize("stages", [{}, {"电话": "first_call"}, {**STAGES, "审核": "nowhere"}])
def test_an_activity_without_a_stage_is_named(office, owner, log, stages):
    with pytest.raises(Invalid, match=r"审核|电话"):
        office.do(owner, history.run, log, HistoryPlan("old.csv", stages=stages))


def test_only_who_may_import_looks(office, actor_of, log):
    with pytest.raises(Refused):
        office.ask(actor_of("li"), history_preview.preview, table=log, plan=HistoryPlan("x"))
