import json
from dataclasses import replace

import pytest

from loancrm_desktop.bench import run as bench_run
from loancrm_desktop.bench import timing, windows
from loancrm_desktop.bench.goals import GOALS

COUNT = 150


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """Run the whole benchmark once, two batches of two calls each."""
    patch = pytest.MonkeyPatch()
    folder = tmp_path_factory.mktemp("bench")
    whole = timing.measure

    def short(works, **more):
        return whole([replace(work, repetitions=2, calls=1) for work in works], **more)

    patch.setattr(bench_run, "measure", short)
    told = []
    figures = bench_run.run(COUNT, folder, told.append)
    patch.undo()
    return figures.rows, told, folder


def test_every_goal_has_its_row_but_the_reports_that_are_not_there_yet(finished):
    rows, _, _ = finished
    windows_rows = {name for name in GOALS if name.startswith("win_")}
    assert windows_rows == set(windows.TITLES)
    assert set(GOALS) - {row.name for row in rows} - windows_rows == {"W9_dashboard"}


def test_rows_come_in_the_order_of_the_workloads_and_each_is_told_once(finished):
    rows, told, _ = finished
    assert [row.name for row in rows][:3] == ["W1_import_csv", "W2_list_page", "W3_deep_page"]
    assert sorted(row.name for row in told) == sorted(row.name for row in rows)


def test_both_sides_find_the_same_where_they_ask_the_same(finished):
    rows, _, _ = finished
    differing = {row.name for row in rows if not row.agrees}
    # Ours also finds ID numbers and pinyin of later characters.
    assert differing <= {"W5_last4", "W5_pinyin"}
    assert all(row.ours.found for row in rows if row.name in ("W2_list_page", "W6_customer_page"))


def test_the_offices_made_are_kept_for_the_next_run_and_the_copies_are_not(finished):
    _, _, folder = finished
    assert not (folder / "running").exists()
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    bench_run.prepare(folder, COUNT)
    after = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert before == after


def test_rows_can_be_written_as_json_and_as_a_table(finished):
    rows, _, _ = finished
    stalled = windows.Stalled(70, ("loancrm_desktop/ui/theme.py:1 apply",))
    figures = bench_run.Figures(rows, (stalled,))
    written = json.loads(json.dumps(bench_run.as_json(figures)))
    assert written["rows"][0]["work"] == "W1_import_csv"
    assert written["stalls"] == [{"ms": 70, "where": ["loancrm_desktop/ui/theme.py:1 apply"]}]
    assert "W8_follow_up" in bench_run.as_table(figures)
    assert "theme.py:1" in bench_run.as_table(figures).splitlines()[-1]
