"""Fates fill every column of the board, and every case fits into the time there was."""

from itertools import pairwise
from random import Random

import pytest

from loancrm_desktop.services.demo_office.fates import PATH, Fate, deal_out, stays

MONTH_MINUTES = 20 * 480


def test_so_many_fates_are_dealt_as_asked_each_at_least_once():
    for count in (1, 5, 14, 15, 16, 300, 1_000):
        dealt = deal_out(Random(3), count)
        assert len(dealt) == count
    assert len(set(deal_out(Random(3), 15))) == 15


def test_a_small_office_fills_the_running_columns_first():
    standing = {fate.stage for fate in deal_out(Random(3), 8)}
    assert standing == set(PATH)


@pytest.mark.parametrize("minutes", [300, MONTH_MINUTES, 12 * MONTH_MINUTES])
def test_stays_follow_one_another_inside_the_time_there_was(minutes):
    rng = Random(5)
    for fate in deal_out(rng, 300):
        laid = stays(rng, fate, minutes)
        assert laid[0].enters >= 0
        assert laid[-1].enters <= minutes
        assert laid[-1].leaves is None
        for before, after in pairwise(laid):
            assert before.leaves == after.enters >= before.enters


def test_a_standing_case_stands_in_its_stage_now():
    laid = stays(Random(1), Fate("standing", "signing_support"), 12 * MONTH_MINUTES)
    assert laid[-1].stage == "signing_support"
    assert laid[-1].enters > 11 * MONTH_MINUTES


def test_a_lost_case_ends_behind_the_stage_it_was_lost_from():
    laid = stays(Random(1), Fate("lost", "product_matching"), 12 * MONTH_MINUTES)
    assert [stay.stage for stay in laid[-2:]] == ["product_matching", "lost"]
