from loancrm_desktop.bench.goals import GOALS


def test_screens_stay_under_ten_milliseconds_and_ten_times_the_limit():
    screens = [name for name in GOALS if name.split("_")[0] in {"W2", "W3", "W4", "W5", "W6"}]
    assert len(screens) == 7
    for name in screens:
        assert GOALS[name].ratio == 10
        assert GOALS[name].most <= 10


def test_every_row_asks_for_something():
    for goal in GOALS.values():
        assert any((goal.ratio, goal.most, goal.p99_ms, goal.rows_per_s, goal.added_ms))
