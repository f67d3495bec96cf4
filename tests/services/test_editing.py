"""Two desks on one record: what only one changed is kept, what both changed is asked about."""

from __future__ import annotations

from dataclasses import replace

import pytest

from loancrm_desktop.errors import Conflict
from loancrm_desktop.services import customers, deals
from loancrm_desktop.services.forms import catalog
from loancrm_desktop.services.language.fields import FieldSpec, FieldType

FIELDS = (
    FieldSpec(key="nickname", type=FieldType.TEXT, label_zh="昵称", label_en="Nickname"),
    FieldSpec(key="met_on", type=FieldType.DATE, label_zh="初见", label_en="Met on"),
    FieldSpec(key="seen_at", type=FieldType.DATETIME, label_zh="见于", label_en="Seen at"),
)


@pytest.fixture
def zhang(office, owner):
    for spec in FIELDS:
        office.do(owner, catalog.add_field, kind="customer", spec=spec)
    values = {"name": "张三", "phone": "13800138000", "id_number": "360426199101010071"}
    return office.do(owner, customers.add, values=values).id


@pytest.fixture
def desk(office, owner, zhang):
    """Answer how one desk looks at the customer and saves."""

    class Desk:
        def __init__(self, actor=owner):
            self.actor = actor
            self.shown = office.ask(actor, customers.values, customer_id=zhang)

        def save(self, values, original=None):
            return office.do(
                self.actor,
                customers.edit,
                customer_id=zhang,
                values=values,
                expected_revision=self.shown.revision,
                original=original,
            )

    return Desk


@pytest.mark.parametrize(
    ("key", "theirs", "mine"),
    [
        ("nickname", "老张", "小张"),
        ("met_on", "2026-01-02", "2026-01-03"),
        ("seen_at", "2026-01-02T10:00:00+08:00", "2026-01-03T10:00:00+08:00"),
        ("remark", "已通", "未通"),
        ("requested_amount", "1000.00", "2000.00"),
        ("tags", ["甲"], ["乙"]),
    ],
)
@pytest.mark.parametrize("told", ["nothing", "all", "another field"])
def test_a_field_that_was_empty_and_both_filled_is_asked_about(desk, key, theirs, mine, told):
    first, second = desk(), desk()
    first.save({key: theirs})
    original = {
        "nothing": None,
        "all": second.shown.values,
        "another field": {"name": "张三"},
    }[told]
    with pytest.raises(Conflict) as caught:
        second.save({key: mine}, original)
    clash = caught.value.clashes[0]
    assert (clash.field, clash.mine, clash.theirs) == (key, mine, theirs)
    assert clash.original in (None, [])
    assert caught.value.stored_revision == desk().shown.revision


@pytest.mark.parametrize("told", [True, False])
def test_own_fields_changed_by_one_side_only_merge(desk, told):
    desk().save({"nickname": "老张", "met_on": "2026-01-01"})
    first, second = desk(), desk()
    first.save({"met_on": "2026-02-02"})
    second.save({"nickname": "小张"}, second.shown.values if told else None)
    values = desk().shown.values
    assert (values["nickname"], values["met_on"]) == ("小张", "2026-02-02")


def test_both_typing_the_same_is_no_conflict(desk):
    first, second = desk(), desk()
    first.save({"phone": "13900139000"})
    second.save({"phone": "139 0013 9000"})
    assert desk().shown.values["phone"] == "13900139000"


def test_a_field_emptied_here_and_changed_there_is_asked_about(desk):
    desk().save({"remark": "旧"})
    first, second = desk(), desk()
    first.save({"remark": "新"})
    with pytest.raises(Conflict) as caught:
        second.save({"remark": None}, second.shown.values)
    clash = caught.value.clashes[0]
    assert (clash.mine, clash.theirs, clash.original) == (None, "新", "旧")


def test_a_change_there_and_back_is_no_conflict(desk):
    desk().save({"remark": "旧"})
    first, second = desk(), desk()
    first.save({"remark": "新"})
    desk().save({"remark": "旧"})
    second.save({"remark": "我的"})
    assert desk().shown.values["remark"] == "我的"


def test_a_conflict_shows_masked_values_masked(office, owner, desk):
    masked = frozenset({"customer.id_number"})
    broker = desk(replace(owner, rights=replace(owner.rights, masked=masked)))
    desk().save({"id_number": "110101199003070134"})
    with pytest.raises(Conflict) as caught:
        broker.save({"id_number": "110101199003070513"}, broker.shown.values)
    clash = caught.value.clashes[0]
    assert clash.mine == "110101199003070513"
    for seen in (clash.theirs, clash.original):
        assert "*" in seen
        assert seen not in ("110101199003070134", "360426199101010071")


def test_a_number_older_than_the_history_still_finds_the_first_value(office, owner, zhang):
    office.do(owner, customers.edit, customer_id=zhang, values={"remark": "一"})
    office.do(owner, customers.edit, customer_id=zhang, values={"remark": "二"})
    with pytest.raises(Conflict) as caught:
        office.do(
            owner,
            customers.edit,
            customer_id=zhang,
            values={"remark": "三"},
            expected_revision=-5,
        )
    assert caught.value.clashes[0].original is None


def test_values_sent_with_a_move_are_asked_about_too(office, owner, zhang):
    deal_id = office.do(owner, deals.open_deal, customer_id=zhang).id
    shown = office.ask(owner, deals.show, deal_id=deal_id)
    office.do(owner, deals.edit, deal_id=deal_id, values={"bank": "建设银行"})
    with pytest.raises(Conflict) as caught:
        office.do(
            owner,
            deals.move,
            deal_id=deal_id,
            to_stage="first_call",
            expected_revision=shown.revision,
            values={"bank": "招商银行"},
        )
    assert caught.value.clashes[0].field == "bank"
    assert office.ask(owner, deals.show, deal_id=deal_id).card.stage == "lead_assignment"
