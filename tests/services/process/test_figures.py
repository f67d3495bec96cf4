"""Stays and funnels of a process are those worked out without us."""

from __future__ import annotations

import csv
import gzip
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import groupby, pairwise

import pytest

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services import customers, deal_board, deals
from loancrm_desktop.services.exchange import history, sheets
from loancrm_desktop.services.exchange.history import HistoryPlan
from loancrm_desktop.services.lists import ListQuery
from loancrm_desktop.services.process import figures, paths


def runs_of(path, most_lines):
    """Work every case's stays out of the log with nothing of ours."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        lines = [line for _, line in zip(range(most_lines), csv.DictReader(file), strict=False)]
    cases = defaultdict(list)
    for line in lines:
        at = datetime.fromisoformat(line["timestamp"]).astimezone(UTC)
        cases[line["case_id"]].append((at, line["activity"]))
    for events in cases.values():
        events.sort(key=lambda event: event[0])
        yield [(activity, next(run)[0]) for activity, run in groupby(events, key=lambda e: e[1])]


@pytest.fixture
def bank_log(office, owner, shared, tmp_path):
    """Answer the start of a real bank's log, taken in, and its stays."""
    source = shared / "01_event_logs" / "bpic12_events.csv.gz"
    part = tmp_path / "log.csv"
    with gzip.open(source, "rt", encoding="utf-8") as file:
        part.write_text("".join(line for _, line in zip(range(8_001), file, strict=False)))
    table = sheets.read_table(part, limits=history.LIMITS).chosen
    report = office.do(owner, history.run, table=table, plan=HistoryPlan("log.csv"))
    return report.process, list(runs_of(source, 8_000))


def test_stays_of_a_real_banks_log_are_those_worked_out_without_us(office, owner, bank_log):
    process, runs = bank_log
    dwell = defaultdict(list)
    for stays in runs:
        for (activity, begun), (_, left) in pairwise(stays):
            dwell[activity].append((left, int((left - begun).total_seconds())))
    path = office.ask(owner, paths.stages, process=process)
    until = datetime(2012, 1, 1, tzinfo=UTC)
    found = office.ask(owner, figures.bottlenecks, process=process, days=45, until=until)
    begin = until - timedelta(days=45)
    before = begin - timedelta(days=45)
    name_of = {stage.key: stage.name_zh for stage in path.stages}
    assert len(found.rows) > 10
    for row in found.rows:
        own = dwell[name_of[row.stage]]
        this = sorted(length for left, length in own if begin <= left < until)
        assert row.left == len(this)
        if this:
            assert row.average_s == round(sum(this) / len(this))
            assert row.p90_s == this[-(-len(this) * 90 // 100) - 1]
        assert row.left_before == sum(before <= left < begin for left, _ in own)


def test_the_funnel_of_a_real_banks_log_is_that_worked_out_without_us(office, owner, bank_log):
    process, runs = bank_log
    reached = Counter(each for stays in runs for each in {activity for activity, _ in stays})
    standing = Counter(stays[-1][0] for stays in runs)
    path = office.ask(owner, paths.stages, process=process)
    names = {stage.key: stage.name_zh for stage in path.stages}
    for step in office.ask(owner, figures.funnel, process=process):
        assert step.reached == reached.get(names[step.stage], 0)
        assert step.of_all_ppm == step.reached * 1_000_000 // len(runs)
    columns = office.ask(owner, deal_board.board, process=process).stages
    assert {names[each.key]: each.count for each in columns if each.count} == dict(standing)


@pytest.fixture
def moved(office, actor_of, clock):
    """Answer Mr Li's deals: three left the first stage after 1, 2 and 10 hours, one still waits."""
    li = actor_of("li")
    ids = []
    for index, hours in enumerate((1, 2, 10)):
        case = office.do(li, customers.add, values={"name": f"客{index}"})
        clock.forward(hours=hours, seconds=-1)
        office.do(li, deals.move, deal_id=case.deal_id, to_stage="first_call")
        ids.append(case.deal_id)
    office.do(li, customers.add, values={"name": "客3"})
    clock.forward(days=2)
    return ids


def test_a_bottleneck_has_number_stay_lateness_and_leads_to_its_deals(office, owner, moved):
    rows = {row.stage: row for row in office.ask(owner, figures.bottlenecks, days=30).rows}
    first = rows["lead_assignment"]
    assert (first.now, first.late, first.left) == (1, 1, 3)
    assert (first.average_s, first.p90_s) == (15_600, 36_000)
    assert first.over_limit_ppm == 1_000_000
    assert (first.left_before, first.average_before_s) == (0, None)
    page = office.ask(owner, deal_board.page, query=ListQuery(where=first.where))
    assert page.total == 1
    assert rows["first_call"].now == len(moved)


def test_heat_counts_stays_in_nodes(office, owner, moved):
    heat = {each.node: each for each in office.ask(owner, figures.heat)}
    assert (heat["lead_assignment"].now, heat["lead_assignment"].passed) == (1, 3)
    assert heat["lead_assignment"].average_s == 15_600
    assert heat["first_call"].now == len(moved)


def test_others_see_only_their_own_figures(office, actor_of, moved):
    rows = office.ask(actor_of("chen"), figures.bottlenecks).rows
    assert {row.now for row in rows} == {0}
    assert {row.left for row in rows} == {0}
    assert {step.reached for step in office.ask(actor_of("chen"), figures.funnel)} == {0}


@pytest.mark.parametrize("days", [0, -1, 10_000])
def test_a_period_that_is_none_is_refused(office, owner, days):
    with pytest.raises(Invalid):
        office.ask(owner, figures.bottlenecks, days=days)


def test_a_percentile_is_the_nearest_rank():
    assert figures.percentile([], 90) is None
    assert figures.percentile([5], 90) == 5
    assert figures.percentile(range(1, 11), 90) == 9
    assert figures.percentile(range(1, 12), 90) == 10
