"""Places and ways of the picture."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from loancrm_desktop.ui.flows import layered, routing
from loancrm_desktop.ui.flows.routing import Box

KEYS = [f"n{at}" for at in range(12)]
ARROWS = st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)), max_size=24)


@given(ARROWS, st.integers(1, 6))
def test_no_two_nodes_are_put_into_one_place(arrows, columns):
    arrows = [each for each in arrows if each[0] != each[1]]
    places = layered.placed(KEYS, arrows, columns)
    assert set(places) == set(KEYS)
    assert len(set(places.values())) == len(KEYS)


@given(ARROWS)
def test_arrows_that_lead_on_never_close_a_loop(arrows):
    ahead = layered.forward(KEYS, [each for each in arrows if each[0] != each[1]])
    left = set(KEYS)
    while left:
        ends = {end for start, end in ahead if start in left}
        free = left - ends
        assert free
        left -= free


def test_a_long_way_is_folded_into_rows_like_lines_written_both_ways():
    places = layered.placed(KEYS[:6], list(pairwise(KEYS[:6])), 4)
    across = [places[key][0] for key in KEYS[:6]]
    assert across[:4] == sorted(across[:4])
    assert across[4] == across[3]
    assert across[5] < across[4]


def test_a_way_is_right_angled_and_goes_round_a_node_between():
    start, end = Box(0, 0, 88, 38), Box(432, 0, 88, 38)
    between = Box(216, 0, 88, 38)
    way = routing.route(start, end, [between])
    assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(way))
    assert not any(between.crosses(a, b) for a, b in pairwise(way))


def test_neighbours_in_line_are_joined_straight():
    way = routing.route(Box(0, 0, 88, 38), Box(216, 0, 88, 38), [])
    assert way == ((88, 0), (128, 0))
