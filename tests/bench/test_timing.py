import pytest

from loancrm_desktop.bench.timing import Goal, Measured, Side, Work, measure, percentile, size
from loancrm_desktop.texts import say

TITLE = say("list page")


class FakeClock:
    """Counts nanoseconds only when a call says that it took some."""

    def __init__(self):
        self.now_ns = 0
        self.calls = []

    def __call__(self):
        return self.now_ns

    def taking(self, side, milliseconds, found=None):
        def call(index):
            self.calls.append((side, index))
            took = milliseconds(index) if callable(milliseconds) else milliseconds
            self.now_ns += int(took * 1_000_000)
            return found

        return call


@pytest.fixture
def clock():
    return FakeClock()


def one(clock, **work):
    return measure([Work("W", TITLE, **work)], clock=clock)[0]


def test_the_ratio_compares_the_two_sides_of_each_repetition(clock):
    # The machine gets slower all the time; both sides feel it alike.
    slower = one(
        clock,
        ours=clock.taking("ours", lambda index: 6 * (index + 1)),
        limit=clock.taking("limit", lambda index: 2 * (index + 1)),
        calls=1,
        repetitions=7,
    )
    assert slower.ratio == pytest.approx(3)


def test_sides_alternate_and_the_first_side_changes(clock):
    one(
        clock,
        ours=clock.taking("ours", 1),
        limit=clock.taking("limit", 1),
        calls=2,
        repetitions=2,
        warm_up=0,
    )
    assert clock.calls == [
        ("ours", 0),
        ("ours", 1),
        ("limit", 0),
        ("limit", 1),
        ("limit", 2),
        ("limit", 3),
        ("ours", 2),
        ("ours", 3),
    ]


def test_warm_up_calls_are_not_counted_and_not_repeated(clock):
    row = one(
        clock,
        ours=clock.taking("ours", lambda index: 1000 if index < 2 else 1),
        calls=3,
        repetitions=2,
        warm_up=2,
    )
    assert row.ours.median == pytest.approx(1)
    assert [index for _, index in clock.calls] == list(range(8))


def test_median_fastest_and_p99_are_of_our_calls(clock):
    row = one(
        clock,
        ours=clock.taking("ours", lambda index: 50 if index == 7 else 1 + index / 1000),
        calls=1,
        repetitions=101,
        warm_up=0,
    )
    assert row.ours.median == pytest.approx(1.051)
    assert row.ours.least == pytest.approx(1)
    assert row.ours.p99 == pytest.approx(1.1)


def test_a_work_without_a_limit_has_no_ratio(clock):
    row = one(clock, ours=clock.taking("ours", 1))
    assert (row.limit, row.ratio) == (None, None)


def test_both_sides_are_put_back_before_each_repetition_off_the_clock(clock):
    put_back = []

    def before():
        clock.now_ns += 10**9
        put_back.append(len(clock.calls))

    row = one(
        clock,
        ours=clock.taking("ours", 1),
        limit=clock.taking("limit", 1),
        calls=1,
        repetitions=3,
        warm_up=1,
        before=before,
    )
    assert put_back == [0, 2, 4, 6]
    assert row.ours.median == pytest.approx(1)


def test_a_slow_work_stops_after_five_repetitions_when_its_time_is_up(clock):
    row = one(
        clock,
        ours=clock.taking("ours", 10_000),
        calls=1,
        repetitions=50,
        warm_up=0,
        budget_s=20,
    )
    assert len(clock.calls) == 5
    assert row.ours.median == pytest.approx(10_000)


def test_a_difference_in_what_was_found_is_seen(clock):
    sides = {"ours": clock.taking("ours", 1, found=50), "calls": 1, "repetitions": 5}
    same = one(clock, limit=clock.taking("limit", 1, found=50), **sides)
    other = one(clock, limit=clock.taking("limit", 1, found=49), **sides)
    silent = one(clock, limit=clock.taking("limit", 1), **sides)
    assert (same.agrees, other.agrees, silent.agrees) == (True, False, True)
    assert (other.ours.found, other.limit.found) == (250, 245)


def test_rows_are_told_as_they_finish(clock):
    told = []
    works = [Work(name, TITLE, clock.taking(name, 1), repetitions=1) for name in "ab"]
    rows = measure(works, clock=clock, told=lambda row: told.append((row.name, len(clock.calls))))
    assert [row.name for row in rows] == ["a", "b"]
    assert told == [("a", 22), ("b", 44)]


def test_an_import_shows_rows_per_second(clock):
    row = one(
        clock,
        ours=clock.taking("ours", 2_000),
        limit=clock.taking("limit", 500),
        rows=10_000,
        calls=1,
        repetitions=5,
        warm_up=0,
        goal=Goal(rows_per_s=6_000),
    )
    assert (row.ours_rows_per_s, row.limit_rows_per_s) == (5_000, 20_000)
    assert row.met is False


@pytest.mark.parametrize(
    ("goal", "met"),
    [
        (Goal(), None),
        (Goal(ratio=4), True),
        (Goal(ratio=3.9), False),
        (Goal(ratio=4, most=8), True),
        (Goal(ratio=4, most=7.9), False),
        (Goal(p99_ms=20), True),
        (Goal(ratio=4, most=8, p99_ms=19), False),
        (Goal(rows_per_s=1), False),
        (Goal(added_ms=6), True),
        (Goal(added_ms=5.9), False),
    ],
)
def test_a_goal_is_met_when_every_part_of_it_is(goal, met):
    ours, limit = Side(8, 7, 20), Side(2, 2, 2)
    assert Measured("W", TITLE, "ms", ours, limit, 4.0, goal).met is met


def test_a_ratio_that_could_not_be_taken_does_not_meet_a_goal():
    row = Measured("W", TITLE, "ms", Side(1, 1, 1), None, None, Goal(ratio=4))
    assert row.met is False


def test_a_size_is_compared_like_a_time():
    row = size("disk", say("office on disk"), (250.0, 200.0), Goal(most=260))
    assert (row.unit, row.ratio, row.met) == ("MB", 1.25, True)


@pytest.mark.parametrize(("percent", "value"), [(1, 1), (50, 5), (90, 9), (99, 10), (100, 10)])
def test_percentiles_are_values_that_occurred(percent, value):
    assert percentile(range(1, 11), percent) == value
