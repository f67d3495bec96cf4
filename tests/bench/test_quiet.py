"""A caught-up office has nothing left to do."""

from loancrm_desktop.bench import office_seed, quiet


def test_all_that_was_due_is_done_and_a_second_time_there_is_nothing(tmp_path):
    office_seed.build(tmp_path / "office", 60)
    assert quiet.catch_up(tmp_path / "office") > 0
    assert quiet.catch_up(tmp_path / "office") == 0
