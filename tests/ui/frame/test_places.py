"""Places are listed as far as one may go there."""

from __future__ import annotations

from loancrm_desktop import places as files
from loancrm_desktop.services.actor import Rights
from loancrm_desktop.terms import term
from loancrm_desktop.ui.frame.places import all_places, place_named, places_for


def test_an_owner_may_go_everywhere_and_a_reader_may_not_import():
    assert places_for(Rights("all", frozenset({"*"}))) == all_places()
    reader = places_for(Rights("all", frozenset({"customers.see", "deals.see", "tasks.see"})))
    assert [place.key for place in reader] == [
        "today",
        "customers",
        "board",
        "approvals",
        "tasks",
        "pool",
        "forgotten",
        "settings",
    ]


def test_every_place_has_a_known_right_and_icon():
    for place in all_places():
        assert (files.resources() / "icons" / f"{place.icon}.svg").is_file()
        assert not place.act or term(f"act.{place.act}")


def test_a_place_is_found_by_its_key():
    assert place_named("board").key == "board"
    assert place_named("customer") is None
