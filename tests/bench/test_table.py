import json
from unicodedata import east_asian_width

import pytest

from loancrm_desktop import texts
from loancrm_desktop.bench.table import as_json, as_table
from loancrm_desktop.bench.timing import Goal, Measured, Side, size
from loancrm_desktop.texts import say

LIST = Measured(
    "W2_list_page",
    say("客户列表"),
    "ms",
    Side(1.42, 0.9, 15.25, found=500),
    Side(0.232, 0.224, 0.3, found=500),
    6.11,
    Goal(ratio=10, most=10),
)
IMPORT = Measured(
    "W1_import_csv",
    say("import"),
    "ms",
    Side(2_000, 1_900, 2_100, found=9_800),
    Side(500, 490, 510, found=9_816),
    4.0,
    Goal(ratio=3, rows_per_s=6_000),
    rows=10_000,
)
DISK = size("disk", say("office on disk"), (251.3, 204.9), Goal(most=260))
ALONE = Measured("W9", say("dashboard"), "ms", Side(120, 110, 130), None, None, Goal())
ROWS = [LIST, IMPORT, DISK, ALONE]


@pytest.fixture(autouse=True)
def english():
    texts.set_language("en")
    yield
    texts.set_language("zh")


def test_the_table_reads_like_this():
    assert as_table(ROWS) == GOLDEN


def test_columns_line_up_although_chinese_is_twice_as_wide():
    lines = as_table(ROWS).splitlines()
    ends = [places(line[: line.index("ms")]) for line in lines[2:] if "1.42 ms" in line]
    ends += [places(line[: line.index(" ms") + 1]) for line in lines if line.startswith("W9")]
    assert ends == [ends[0]] * 2


def places(text):
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def test_json_has_the_promised_keys_for_every_row():
    shown = as_json(ROWS)
    promised = {"work", "unit", "ours_ms", "limit_ms", "ratio", "p99_ms", "goal", "met"}
    assert all(promised <= set(row) for row in shown["rows"])
    assert json.loads(json.dumps(shown)) == shown


def test_json_tells_a_time_a_speed_and_a_size_each_under_its_own_name():
    timed, taken_in, stored, alone = as_json(ROWS)["rows"]
    assert (timed["ours_ms"], timed["limit_ms"], timed["p99_ms"]) == (1.42, 0.232, 15.25)
    assert (timed["goal"], timed["met"]) == ({"ratio": 10, "ms": 10}, True)
    assert (taken_in["ours_rows_per_s"], taken_in["limit_rows_per_s"]) == (5_000, 20_000)
    assert (stored["ours_ms"], stored["ours_mb"], stored["limit_mb"]) == (None, 251.3, 204.9)
    assert (stored["goal"], stored["met"]) == ({"mb": 260}, True)
    assert (alone["limit_ms"], alone["ratio"], alone["met"]) == (None, None, None)


def test_a_row_whose_sides_found_different_things_is_remarked_upon():
    remark = "W1_import_csv: the two sides did not find the same: ours 9800, limit 9816."
    assert as_table(ROWS).splitlines()[-1] == remark
    assert as_table([LIST]).count("did not find") == 0


GOLDEN = """\
Work                           Ours          Limit  Ratio   Fastest       p99            Goal  Met
---------------------  ------------  -------------  -----  --------  --------  --------------  ---
W2_list_page 客户列表       1.42 ms       0.232 ms  6.11×  0.900 ms   15.2 ms  ≤ 10×, ≤ 10 ms  yes
W1_import_csv import   5,000 rows/s  20,000 rows/s  4.00×  1,900 ms  2,100 ms  ≤ 3×, ≥ 6000/s   NO
disk office on disk          251 MB         205 MB  1.23×         -         -        ≤ 260 MB  yes
W9 dashboard                 120 ms              -      -    110 ms    130 ms               -    -
W1_import_csv: the two sides did not find the same: ours 9800, limit 9816.
"""
