"""An event log becomes deals with every stay in every stage, at its own time."""

from __future__ import annotations

import csv
import gzip
import math
import statistics
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import groupby, pairwise

import pytest
from office_content import content_of, last_seq
from sqlalchemy import func, select

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.models.customers import Customer
from loancrm_desktop.models.deals import Deal, StageVisit
from loancrm_desktop.models.people import User
from loancrm_desktop.services import customers, search, undoing, watching
from loancrm_desktop.services.exchange import history, sheets
from loancrm_desktop.services.exchange.history import HistoryPlan
from loancrm_desktop.services.exchange.import_plan import Progress
from loancrm_desktop.services.process import figures, paths

LOG = """案件号,环节,时间,处理人,贷款金额,客户姓名,手机
K-1,线索分配,2026-01-05 09:00,li,30万,周德海,13800138000
K-1,初步电联,2026-01-05 10:30,li,30万,周德海,13800138000
K-1,资质审核,2026-01-07 10:30,王五,30万,周德海,13800138000
K-2,线索分配,2026-01-06 09:00,,12万,马小军,
K-2,已流失,2026-01-06 12:00,li,12万,马小军,
"""


@pytest.fixture
def table_of(tmp_path):
    def read(text, name="老系统.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return sheets.read_table(path).chosen

    return read


@pytest.fixture
def take(office, owner, table_of):
    def taken(text, columns=None):
        return office.do(
            owner, history.run, table=table_of(text), plan=HistoryPlan("老系统.csv", columns)
        )

    return taken


def all_of(office, chosen):
    with office.database.reading() as session:
        return session.execute(chosen).all()


def test_known_stages_run_in_the_offices_own_process(office, take):
    report = take(LOG)
    assert (report.cases, report.events, report.created, report.rejected) == (2, 5, 2, 0)
    assert report.process == "standard"
    assert not report.new_process
    deals = {row.ref: row for row in all_of(office, select(*Deal.__table__.c))}
    assert deals["K-1"].stage == "qualification_review"
    assert deals["K-1"].requested_amount_fen == 30_000_000
    assert deals["K-2"].outcome == "lost"


def test_every_stay_keeps_its_time_its_length_and_who_it_was(office, take):
    take(LOG)
    chosen = (
        select(*StageVisit.__table__.c, User.name, User.active)
        .outerjoin(User, User.id == StageVisit.entered_by)
        .join(Deal, Deal.id == StageVisit.deal_id)
        .where(Deal.ref == "K-1")
        .order_by(StageVisit.entered_at)
    )
    first, second, third = all_of(office, chosen)
    assert first.entered_at == datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
    assert first.dwell_s == 90 * 60
    assert second.from_stage == "lead_assignment"
    assert second.left_at - second.entered_at == timedelta(days=2)
    assert third.left_at is None
    assert (third.name, third.active) == ("王五", False)


def test_a_customer_is_found_by_name_and_phone_afterwards(office, owner, take):
    take(LOG)
    assert [hit.title for hit in office.ask(owner, search.find, text="zdh")] == ["周德海"]
    assert office.ask(owner, search.find, text="8000")


def test_two_cases_of_one_phone_are_one_customer(office, take):
    take(LOG.replace("马小军,\n", "周德海,138 0013 8000\n"))
    assert all_of(office, select(func.count()).select_from(Customer)) == [(1,)]


def test_unknown_stages_become_a_new_process_in_their_usual_order(office, owner, take):
    text = "case,activity,time\n" + "".join(
        f"{n},{activity},2026-02-0{day}T09:00:00+08:00\n"
        for n in range(1, 5)
        for day, activity in enumerate(("Lead", "Docs", "Bank", "Funded"), 1)
    )
    report = take(text)
    assert report.new_process
    path = office.ask(owner, paths.stages, process=report.process)
    assert [stage.key for stage in path.stages] == ["lead", "docs", "bank", "funded", "lost"]
    assert [stage.outcome for stage in path.stages] == ["open", "open", "open", "won", "lost"]
    assert path.name_zh == "老系统"


def test_the_same_file_again_adds_nothing(office, take):
    take(LOG)
    again = take(LOG)
    assert (again.created, again.rejected) == (0, 2)
    assert {problem.code for problem in again.problems} == {"known_case"}


def test_one_undo_takes_the_whole_history_back(office, owner, take, table_of):
    before = content_of(office)
    entry = take(LOG.replace("线索分配", "收单").replace("已流失", "退单"))
    assert entry.new_process
    newest = office.ask(owner, watching.newest_number)
    office.do(owner, undoing.undo, seq=newest)
    assert content_of(office) == before


def test_lines_without_a_time_are_left_out_and_named(take):
    report = take(LOG + "K-3,线索分配,昨天吧,,,,\nK-3,,2026-01-06 09:00,,,,\n")
    assert report.rejected == 2
    assert [(problem.row, problem.column) for problem in report.problems] == [
        (7, "时间"),
        (8, "环节"),
    ]


@pytest.mark.parametrize(
    ("header", "part"), [("x,环节,时间", "case"), ("案件号,x,时间", "activity")]
)
def test_a_column_that_is_needed_and_not_found_is_asked_for(take, header, part):
    with pytest.raises(Invalid, match=part):
        take(f"{header}\n1,2,2026-01-05 09:00\n3,4,2026-01-05 10:00\n")


def test_a_map_gives_the_columns(take):
    text = "a,b,c,d\n1,Lead,2026-01-05 09:00,x\n1,Docs,2026-01-05 10:00,y\n"
    report = take(text, {"a": "case", "b": "activity", "c": "timestamp", "d": None})
    assert (report.cases, report.stays) == (1, 2)
    with pytest.raises(Invalid, match="colour"):
        take(text, {"a": "colour"})
    with pytest.raises(Invalid, match="zz"):
        take(text, {"zz": "case"})


def test_cancelling_leaves_nothing(office, owner, table_of, monkeypatch):
    monkeypatch.setattr(history, "BATCH", 1)
    before = content_of(office)
    with pytest.raises(Refused):
        office.do(
            owner,
            history.run,
            table=table_of(LOG),
            plan=HistoryPlan("x.csv"),
            progress=Progress(cancelled=True),
        )
    assert content_of(office) == before


@dataclass
class Log:
    """What a log holds: its cases and events; visits, lengths of stays and cases by activity."""

    cases: int
    events: int
    visits: Counter[str]
    dwell: dict[str, list[int]]
    reached: Counter[str]


def stays_of(path, most_lines):
    """Work the stays out of the file with nothing of ours."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = [line for _, line in zip(range(most_lines), csv.DictReader(file), strict=False)]
    cases = defaultdict(list)
    for line in lines:
        at = datetime.fromisoformat(line["timestamp"]).astimezone(UTC)
        cases[line["case_id"]].append((at, line["activity"]))
    visits, dwell, reached = Counter(), defaultdict(list), Counter()
    for events in cases.values():
        events.sort(key=lambda event: event[0])
        runs = [(activity, next(run)[0]) for activity, run in groupby(events, key=lambda e: e[1])]
        visits.update(activity for activity, _ in runs)
        reached.update({activity for activity, _ in runs})
        for (activity, begun), (_, left) in pairwise(runs):
            dwell[activity].append(int((left - begun).total_seconds()))
    return Log(len(cases), len(lines), visits, dwell, reached)


@pytest.mark.parametrize(
    "most_lines",
    [20_000, pytest.param(1_000_000, marks=[pytest.mark.slow, pytest.mark.timeout(900)])],
)
def test_a_real_banks_log_gives_the_figures_worked_out_without_us(
    office, owner, shared, tmp_path, most_lines
):
    source = shared / "01_event_logs" / "bpic12_events.csv.gz"
    log = stays_of(source, most_lines)
    part = tmp_path / "log.csv"
    with gzip.open(source, "rt", encoding="utf-8") as file:
        lines = [line for _, line in zip(range(log.events + 1), file, strict=False)]
    part.write_text("".join(lines), "utf-8")
    table = sheets.read_table(part, limits=history.LIMITS).chosen
    report = office.do(owner, history.run, table=table, plan=HistoryPlan("log.csv"))
    assert (report.cases, report.events, report.created) == (log.cases, log.events, log.cases)
    path = office.ask(owner, paths.stages, process=report.process)
    names = {stage.key: stage.name_en for stage in path.stages}
    ours, ours_dwell = Counter(), defaultdict(list)
    for stage, dwell_s in all_of(office, select(StageVisit.stage, StageVisit.dwell_s)):
        ours[names[stage]] += 1
        if dwell_s is not None:
            ours_dwell[names[stage]].append(dwell_s)
    assert ours == log.visits
    assert set(ours_dwell) == set(log.dwell)
    for activity, seconds in log.dwell.items():
        assert sorted(ours_dwell[activity]) == sorted(seconds)
        assert statistics.median(ours_dwell[activity]) == statistics.median(seconds)
    the_reports_say_the_same(office, owner, report.process, log)


def the_reports_say_the_same(office, owner, process, log):
    """Compare what the program shows of a process with the figures worked out of the file."""
    steps = office.ask(owner, figures.funnel, process=process)
    assert {step.name_en: step.reached for step in steps} == log.reached
    for step in steps:
        assert step.of_all_ppm == log.reached[step.name_en] * 1_000_000 // log.cases
    until = datetime(2013, 1, 1, tzinfo=UTC)
    told = office.ask(owner, figures.bottlenecks, process=process, days=3660, until=until)
    assert told.rows
    for row in told.rows:
        seconds = sorted(log.dwell.get(row.name_en, ()))
        assert row.left == len(seconds), row.name_en
        if seconds:
            assert row.p90_s == seconds[math.ceil(len(seconds) * 0.9) - 1], row.name_en
            assert row.average_s == round(statistics.fmean(seconds)), row.name_en


def test_a_team_lead_sees_the_deals_taken_over_for_the_team(office, take, actor_of):
    take(LOG)
    teams = {row.ref: row.team_id for row in all_of(office, select(Deal.ref, Deal.team_id))}
    assert teams["K-1"] == teams["K-2"] == actor_of("lead").team_id


def test_a_column_of_notes_taken_for_the_stage_makes_no_process_of_a_thousand_stages(office, take):
    lines = [f"K-{number},备注{number},2026-01-05 09:00,li" for number in range(300)]
    with pytest.raises(Refused, match="300"):
        take("案件号,环节,时间,处理人\n" + "\n".join(lines))
    with office.database.reading() as session:
        assert session.execute(select(func.count()).select_from(Deal)).scalar_one() == 0


def test_names_without_end_are_cut_to_what_fits_a_page(office, owner, take):
    take(f"案件号,环节,时间,客户姓名\nK-1,{'环' * 5000},2026-01-05 09:00,{'名' * 5000}\n")
    (name,) = all_of(office, select(Customer.name))[0]
    assert len(name) == 100
    (drawn,) = [path for path in office.ask(owner, paths.all_paths) if path.key == "imported_1"]
    assert max(len(stage.name_zh) for stage in drawn.stages) == 60


def test_a_phone_the_office_knows_gets_the_deal_and_no_second_customer(office, owner, take):
    added = office.do(owner, customers.add, values={"name": "周德海", "phone": "13800138000"})
    before = content_of(office)
    take(LOG)
    rows = all_of(office, select(Customer.id).where(Customer.phone == "13800138000"))
    assert [row.id for row in rows] == [added.id]
    deals = all_of(office, select(Deal.ref).where(Deal.customer_id == added.id))
    assert "K-1" in {row.ref for row in deals}
    office.do(owner, undoing.undo, seq=last_seq(office, owner))
    assert content_of(office) == before


def test_a_customer_of_several_cases_shows_the_one_that_lives(office, take):
    take(LOG.replace("K-2,", "K-0,").replace("马小军,", "马小军,13800138000"))
    row = all_of(office, select(*Customer.__table__.c))[0]
    lively = all_of(office, select(Deal.id).where(Deal.ref == "K-1"))[0]
    assert (row.deal_id, row.deal_stage) == (lively.id, "qualification_review")


@pytest.mark.parametrize("missing", ["users.manage", "designs.forms"])
def test_who_may_only_import_makes_neither_people_nor_processes(office, owner, table_of, missing):
    may = frozenset({"customers.import", "customers.see", "users.manage", "designs.forms"})
    actor = replace(owner, rights=replace(owner.rights, may=may - {missing}))
    text = LOG if missing == "users.manage" else LOG.replace("资质审核", "一种新的环节")
    before = content_of(office)
    with pytest.raises(Refused):
        office.do(actor, history.run, table=table_of(text), plan=HistoryPlan("老系统.csv"))
    assert content_of(office) == before
