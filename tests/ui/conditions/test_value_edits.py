"""What the editor writes for any field and comparison is read, and shows again as it was."""

from __future__ import annotations

from typing import Any

import pytest

from loancrm_desktop.services.language import reading
from loancrm_desktop.services.language.expressions import Family, Op, family_of
from loancrm_desktop.services.language.fields import FieldSpec, FieldType
from loancrm_desktop.ui.conditions.condition_fields import ConditionFields
from loancrm_desktop.ui.conditions.condition_tree import Row, read_tree, write_tree
from loancrm_desktop.ui.conditions.constant_edits import MY_TEAM, choices_of
from loancrm_desktop.ui.conditions.operators import (
    Arity,
    Form,
    arity_of,
    comparisons,
    forms_of,
)
from loancrm_desktop.ui.conditions.value_edits import (
    Asked,
    ChoicesEdit,
    RangeEdit,
    ScalarEdit,
    SeveralEdit,
    value_edit,
)

TYPED = {
    FieldType.INTEGER: (36, 60),
    FieldType.NUMBER: (1.5, 2.25),
    FieldType.MONEY: ("500000.00", "8500.55"),
    FieldType.PERCENT: ("4.35", "12"),
    FieldType.DATE: ("2026-01-31", "2026-02-28"),
    FieldType.DATETIME: ("2026-01-31T01:30:15.250Z", "2026-02-28"),
    FieldType.TIME: ("09:30", "18:00"),
    FieldType.PHONE: ("13800005521", "0755"),
    FieldType.ID_NUMBER: ("440300", "0026"),
}
OF_FORM = {
    Form.ME: {"me": True},
    Form.MY_TEAM: {"my_team": True},
    Form.TODAY: {"today": 0},
    Form.DAYS_AGO: {"today": -5},
    Form.DAYS_AHEAD: {"today": 2},
    Form.AGO: {"working_days": -3},
    Form.AHEAD: {"months": 1},
}


def constants(spec: FieldSpec) -> tuple[Any, Any]:
    """Answer two values a field may have."""
    if spec.options:
        return spec.options[0].key, spec.options[1].key
    family = family_of(spec)
    if family is Family.LINK:
        return 1, 2
    if family is Family.BOOLEAN:
        return True, False
    return TYPED.get(spec.compared_as, ("深圳", "a, b、c"))


def values(asked: Asked) -> list[Any]:
    """Answer values of every form a comparison takes."""
    one, other = constants(asked.spec)
    arity = arity_of(asked.op)
    if arity is Arity.NONE:
        return [None]
    if arity is Arity.SPAN:
        return [{"days": 3}, {"working_days": 2}, {"months": 1}]
    if arity is Arity.TWO:
        far = [[OF_FORM[form]] * 2 for form in asked.forms if form in OF_FORM]
        return [[one, other], *far]
    if arity is Arity.SEVERAL:
        mine = [{"my_team": True}] if Form.MY_TEAM in asked.forms else []
        me = [[{"me": True}, one]] if Form.ME in asked.forms else []
        return [[one], [one, other], *mine, *me]
    return [one, *(OF_FORM[form] for form in asked.forms if form in OF_FORM)]


def rounds(desk, kind: str) -> list[str]:
    """Go through every field, comparison and form; answer what did not come back."""
    fields = ConditionFields(desk.words, kind)
    wrong: list[str] = []
    kinds: set[tuple[object, ...]] = set()
    for offer in fields.offers():
        alike = (offer.spec.compared_as, offer.spec.links_to, bool(offer.spec.options))
        if alike in kinds:
            continue
        kinds.add(alike)
        for op in comparisons(offer.spec):
            asked = Asked(offer.spec, op, fields, desk.words)
            for value in values(asked):
                row = {"field": offer.name, "op": op.value}
                if value is not None:
                    row["value"] = value
                given = reading.read(row, kind, fields.vocabulary)
                edit = value_edit(asked)
                if edit is not None:
                    edit.set_value(value)
                    row = {**row, "value": edit.value()}
                    edit.deleteLater()
                shown = read_tree(row)
                back = write_tree(shown).where
                read = reading.read(back, kind, fields.vocabulary)
                if read != given or not isinstance(shown.parts[0], Row):
                    wrong.append(f"{offer.name} {op.value} {value!r} -> {back}")
    return wrong


def test_what_is_shown_of_a_customer_condition_is_written_as_it_was_read(full_desk):
    covered = {spec.compared_as for spec in full_desk.words.fields("customer").values()}
    assert covered >= set(FieldType) - {FieldType.FORMULA}

    assert rounds(full_desk, "customer") == []


def test_what_is_shown_of_a_deal_condition_is_written_as_it_was_read(desk):
    assert rounds(desk, "deal") == []


@pytest.fixture
def asked(desk):
    fields = ConditionFields(desk.words, "customer")

    def of(name: str, op: Op) -> Asked:
        spec = fields.spec(name)
        assert spec is not None
        return Asked(spec, op, fields, desk.words)

    return of


def test_a_person_field_offers_me_and_my_team_and_a_text_does_not(desk, asked):
    fields = ConditionFields(desk.words, "customer")
    owner, name = fields.spec("owner"), fields.spec("name")

    assert {Form.ME, Form.MY_TEAM} <= set(forms_of(owner, Op.EQ, "customer", fields.vocabulary))
    assert set(forms_of(name, Op.EQ, "customer", fields.vocabulary)) == {
        Form.CONSTANT,
        Form.FIELD,
    }
    assert [entry.key for entry in choices_of(owner, asked("owner", Op.IN).forms, desk.words)][
        1
    ] == MY_TEAM


def test_my_team_stands_alone_among_the_people_picked(qtbot, asked):
    edit = value_edit(asked("owner", Op.IN))
    assert isinstance(edit, ChoicesEdit)
    qtbot.addWidget(edit)
    edit.set_value([1])
    edit.token.pick([1, MY_TEAM])
    edit.token.picked.emit()

    assert edit.value() == {"my_team": True}


def test_a_typed_amount_in_ten_thousands_is_written_in_yuan(qtbot, asked):
    edit = value_edit(asked("requested_amount", Op.GE))
    assert isinstance(edit, ScalarEdit)
    qtbot.addWidget(edit)
    line = edit._constant.line
    for typed, written in (("50", "500000"), ("12.5", "125000"), ("1,200", "12000000")):
        line.setText(typed)
        assert edit.value() == written
    edit._constant.unit.setCurrentIndex(1)
    line.setText("8500.5")
    assert edit.value() == "8500.5"
    line.setText("30万")
    assert edit.value() == "300000"
    line.setText("a lot")
    assert edit.value() == "a lot"


def test_another_form_of_a_time_changes_what_is_written(qtbot, asked):
    edit = value_edit(asked("last_contact_at", Op.LT))
    assert isinstance(edit, ScalarEdit)
    qtbot.addWidget(edit)
    edit.set_value("2026-01-31")
    edit.form.pick([Form.DAYS_AGO.value])
    edit.form.picked.emit()
    assert edit.value() == {"today": -1}
    edit.form.pick([Form.AGO.value])
    edit.form.picked.emit()
    edit.unit.pick(["hours"])
    edit.unit.picked.emit()
    assert edit.value() == {"hours": -1}
    edit.form.pick([Form.CONSTANT.value])
    edit.form.picked.emit()
    assert edit.value() == "2026-01-31"


def test_a_number_may_be_compared_with_another_field_of_its_kind(qtbot, asked):
    edit = value_edit(asked("requested_amount", Op.GE))
    assert isinstance(edit, ScalarEdit)
    qtbot.addWidget(edit)
    edit.swap.click()
    assert [entry.key for entry in edit.other.entries] == ["monthly_income", "deal_amount"]
    edit.other.pick(["deal_amount"])
    edit.other.picked.emit()
    assert edit.value() == {"field": "deal_amount"}


def test_half_a_range_is_written_as_half_and_none_as_none(qtbot, asked):
    edit = value_edit(asked("requested_term_months", Op.BETWEEN))
    assert isinstance(edit, RangeEdit)
    qtbot.addWidget(edit)
    assert edit.value() is None
    edit.set_value([12, 36])
    assert edit.value() == [12, 36]
    edit.high.set_value(None)
    assert edit.value() == [12, None]


def test_typed_values_are_taken_in_one_after_the_other(qtbot, asked):
    edit = value_edit(asked("region", Op.IN))
    assert isinstance(edit, SeveralEdit)
    qtbot.addWidget(edit)
    edit.next.set_value("深圳")
    edit.take_in()
    edit.next.set_value("广州")
    assert edit.value() == ["深圳", "广州"]
    edit.take_in()
    edit.held.pick(["广州"])
    edit.held.picked.emit()
    assert edit.value() == ["广州"]
