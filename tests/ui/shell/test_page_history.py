"""Back and forward go through pages and customers like a browser."""

from __future__ import annotations

from loancrm_desktop.ui.shell.page_history import MOST_VISITS, PageHistory, Visit


def test_back_and_forward_go_through_the_visits():
    history = PageHistory()
    for visit in (Visit("customers"), Visit("customer", 7), Visit("board")):
        history.enter(visit)
    assert history.back() == Visit("customer", 7)
    assert history.back() == Visit("customers")
    assert history.back() is None
    assert history.forward() == Visit("customer", 7)


def test_a_new_visit_forgets_what_lay_ahead():
    history = PageHistory()
    for place in ("today", "customers", "board"):
        history.enter(Visit(place))
    history.back()
    history.enter(Visit("customer", 3))
    assert not history.can_go_forward
    assert history.back() == Visit("customers")


def test_the_same_page_twice_is_one_visit():
    history = PageHistory()
    history.enter(Visit("today"))
    history.enter(Visit("today"))
    assert not history.can_go_back


def test_only_so_many_visits_are_kept():
    history = PageHistory()
    for number in range(MOST_VISITS + 20):
        history.enter(Visit("customer", number))
    steps = 0
    while history.back() is not None:
        steps += 1
    assert steps == MOST_VISITS - 1


def test_the_customers_looked_at_are_known_in_order():
    history = PageHistory()
    for visit in (Visit("customer", 7), Visit("board"), Visit("customer", 3)):
        history.enter(visit)
    assert history.customers() == (7, 3)
