"""What a person wishes about being told: kinds, hours, a rest; the list keeps everything."""

from datetime import timedelta

import pytest

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services import customers, notice_wishes, notices
from loancrm_desktop.services.notice_wishes import NoticeWishes
from loancrm_desktop.services.rules import drawing, pressing

PRESSED = {
    "format": 1, "key": "pressed", "title": {"zh": "叫人"}, "kind": "customer",
    "when": {"on": "button", "label": {"zh": "叫人"}},
    "then": [{"do": "notify", "text": "请看{name}"}],
}  # fmt: skip


@pytest.fixture
def told(office, owner):
    """Tell the owner something; answers the notice's number."""
    office.do(owner, drawing.save, body=PRESSED)
    added = office.do(owner, customers.add, values={"name": "钱慧敏", "owner": owner.user_id})
    office.do(owner, pressing.press, key="pressed", record_id=added.id)
    (row,) = office.ask(owner, notices.mine).rows
    return row.id


def aloud(office, owner):
    return office.ask(owner, notices.pulse).aloud


def wish(office, owner, **wishes):
    return office.do(owner, notice_wishes.wish, **wishes)


def test_nothing_is_new_where_nobody_was_told(office, owner):
    assert office.ask(owner, notices.pulse) == notices.Pulse(0, 0, ())


def test_a_notice_is_felt_and_said_until_it_is_read(office, owner, told):
    assert office.ask(owner, notices.pulse) == notices.Pulse(1, told, (told,))
    office.do(owner, notices.read, ids=[told])
    assert office.ask(owner, notices.pulse) == notices.Pulse(0, 0, ())


def test_a_silent_kind_is_counted_and_not_said(office, owner, told):
    wish(office, owner, silent=["rule"])
    assert office.ask(owner, notices.pulse) == notices.Pulse(1, told, ())
    assert len(office.ask(owner, notices.mine).rows) == 1


def test_what_came_in_a_rest_is_said_after_it(office, owner, told, clock):
    wish(office, owner, rest_until=clock() + timedelta(hours=1))
    assert aloud(office, owner) == ()
    clock.forward(minutes=61)
    assert aloud(office, owner) == (told,)


def test_quiet_hours_go_over_midnight_by_the_offices_clock(office, owner, told, clock):
    here = clock().astimezone(office.place.zone)
    around = {
        "quiet_from": (here - timedelta(hours=1)).strftime("%H:%M"),
        "quiet_to": (here + timedelta(hours=1)).strftime("%H:%M"),
    }
    wish(office, owner, **around)
    assert aloud(office, owner) == ()
    wish(office, owner, quiet_from=around["quiet_to"], quiet_to=around["quiet_from"])
    assert aloud(office, owner) == (told,)


def test_wishes_are_ones_own_and_are_kept(office, owner, actor_of):
    kept = wish(office, owner, silent=["limit", "limit"], summary_at="")
    assert kept == NoticeWishes(silent=("limit",), summary_at="")
    assert office.ask(owner, notice_wishes.wishes) == kept
    assert office.ask(actor_of("li"), notice_wishes.wishes) == NoticeWishes()


@pytest.mark.parametrize(
    ("wishes", "field"),
    [
        ({"silent": ["weather"]}, "silent"),
        ({"summary_at": "25:00"}, "summary_at"),
        ({"summary_at": "9"}, "summary_at"),
        ({"quiet_from": "21:00"}, "quiet_to"),
    ],
)
def test_what_is_no_wish_is_said_at_its_place(office, owner, wishes, field):
    with pytest.raises(Invalid) as caught:
        wish(office, owner, **wishes)
    assert [each.field for each in caught.value.problems] == [field]
