"""An entry's changes are said as records carry values, masked numbers covered."""

from __future__ import annotations

from loancrm_desktop.services import customers
from loancrm_desktop.services.customer_timeline import timeline
from loancrm_desktop.services.forms import catalog
from loancrm_desktop.services.language.fields import FieldSpec, FieldType


def shifts(office, actor, customer_id, values):
    office.do(actor, customers.edit, customer_id=customer_id, values=values)
    newest = office.ask(actor, timeline, customer_id=customer_id, kinds=("change",)).moments[0]
    return {shift.field: (shift.old, shift.new) for shift in newest.shifts}


def test_dates_tags_and_moments_read_as_on_the_form(office, owner):
    made = office.do(owner, customers.add, values={"name": "张三", "tags": ["甲"]})
    found = shifts(
        office,
        owner,
        made.id,
        {"tags": ["甲", "乙"], "birth_date": "1990-01-02", "next_follow_up_at": "2026-12-01T10:00"},
    )
    assert found["tags"] == (["甲"], ["甲", "乙"])
    assert found["birth_date"] == (None, "1990-01-02")
    assert found["next_follow_up_at"][1].startswith("2026-12-01T10:00")


def test_a_field_of_the_offices_own_is_named_by_its_key(office, owner):
    spec = FieldSpec(key="area", type=FieldType.NUMBER, label_zh="面积", label_en="Area")
    office.do(owner, catalog.add_field, kind="customer", spec=spec)
    made = office.do(owner, customers.add, values={"name": "张三"})
    assert shifts(office, owner, made.id, {"area": 88.5}) == {"area": (None, 88.5)}


def test_an_id_number_is_never_written_out(office, owner):
    made = office.do(owner, customers.add, values={"name": "张三"})
    found = shifts(office, owner, made.id, {"id_number": "360426199101010071"})
    assert found["id_number"] == (None, "3604 **** **** 0071")
