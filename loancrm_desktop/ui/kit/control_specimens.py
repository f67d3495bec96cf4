"""Specimens of buttons, choices and inputs."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QRadioButton, QWidget

from loancrm_desktop.texts import tr
from loancrm_desktop.ui.kit.samples import sample
from loancrm_desktop.ui.kit.sections import KitSection, named
from loancrm_desktop.ui.widgets.amount_edit import AmountEdit
from loancrm_desktop.ui.widgets.field import Field
from loancrm_desktop.ui.widgets.filter_chip import FilterChip
from loancrm_desktop.ui.widgets.keycap import KeyCap, KeyedButton
from loancrm_desktop.ui.widgets.masked_field import MaskedValue
from loancrm_desktop.ui.widgets.parts import button, icon_button
from loancrm_desktop.ui.widgets.pick_box import Pick, PickBox
from loancrm_desktop.ui.widgets.segments import SegmentedControl
from loancrm_desktop.ui.widgets.switch import Switch
from loancrm_desktop.ui.widgets.time_edits import DayEdit

_FIELD_WIDTH = 300
_SHOWN_MASK = "4403 **** **** 0026"


def sections() -> list[KitSection]:
    """Answer the sections of this file."""
    return [_buttons(), _choices(), _fields(), _chips()]


def _buttons() -> KitSection:
    section = KitSection(tr("Buttons"))
    kinds = ("", "primary", "ghost", "danger", "destroy", "link")
    words = ("import", "save", "details", "archive", "remove", "details")
    section.add_line(*(button(sample(w), kind=k) for k, w in zip(kinds, words, strict=True)))
    disabled = [button(sample(w), kind=k) for k, w in zip(kinds[:5], words, strict=False)]
    for each in disabled:
        each.setEnabled(False)
    section.add_line(*disabled)
    small = button(sample("import"), size="small", icon="upload")
    large = button(sample("save"), kind="primary", size="large", icon="check")
    section.add_line(
        small,
        button(sample("import"), icon="upload"),
        large,
        KeyedButton(sample("save"), "Ctrl+S", kind="primary", icon="check"),
        KeyedButton(sample("log"), "L", icon="edit"),
        KeyCap("Ctrl+K"),
        icon_button("more", tr("More")),
        icon_button("x", tr("Close")),
    )
    return section


def _choices() -> KitSection:
    section = KitSection(tr("Choices"))
    ways = SegmentedControl(sample("log"))
    ways.set_choices(
        [
            ("call", sample("phone"), "phone"),
            ("message", sample("message"), "message"),
            ("meeting", sample("meeting"), "users"),
            ("note", sample("note"), "text"),
        ]
    )
    ways.set_choice_enabled("note", enabled=False, tip=sample("ask_owner"))
    looks = SegmentedControl(sample("rows"))
    looks.set_choices(
        [("rows", "", "rows"), ("board", "", "board")], [sample("rows"), sample("board")]
    )
    section.add_line(ways, looks)
    ticked = QCheckBox(sample("continue"))
    ticked.setChecked(True)
    shut = QCheckBox(sample("continue"))
    shut.setEnabled(False)
    holder = QWidget()
    radios = [QRadioButton(sample(key), holder) for key in ("good", "overdue", "blank")]
    radios[0].setChecked(True)
    on, off, still = (Switch(sample("remember")) for _ in range(3))
    on.setChecked(True)
    still.setEnabled(False)
    section.add_line(ticked, QCheckBox(sample("continue")), shut)
    section.add_line(*radios, on, off, still)
    return section


def _fields() -> KitSection:
    section = KitSection(tr("Inputs"))
    plain = Field(sample("name"), _line(sample("person")), required=True)
    empty = Field(sample("name"), _line("", sample("name")), hint=sample("by_rule"))
    wrong = Field(sample("id"), _line("440399198603120026"), required=True)
    wrong.show_message(sample("id_wrong"), "error")
    doubtful = Field(sample("phone"), _line("135 0000 6608"))
    doubtful.show_message(sample("same_phone"), "warning")
    fine = Field(sample("name"), _line(sample("person")))
    fine.show_message(sample("checked"), "ok")
    shut = Field(sample("name"), _line(sample("long_name")))
    shut.input.setEnabled(False)
    section.add_line(
        *(_wide(each) for each in (plain, empty, wrong, doubtful, fine, shut)), top=True
    )
    amount = AmountEdit()
    amount.set_amount_fen(180_000_000)
    unread = AmountEdit()
    missing = Field(sample("amount"), unread, required=True)
    missing.show_message(tr("Fill this in."), "error")
    picked = PickBox()
    picked.set_picks([Pick(key, sample(key)) for key in ("review", "matching", "bank")])
    picked.set_value("matching")
    area = QPlainTextEdit(sample("vault_why"))
    area.setFixedHeight(72)
    section.add_line(
        _wide(Field(sample("amount"), amount)),
        _wide(missing),
        _wide(Field(sample("day"), DayEdit())),
        _wide(Field(sample("stage_field"), picked)),
        _wide(Field(sample("note"), area)),
        top=True,
    )
    return section


def _chips() -> KitSection:
    section = KitSection(tr("Conditions and masked values"))
    section.add_line(
        FilterChip(sample("stage_field"), sample("is_one_of"), sample("stages")),
        FilterChip(sample("amount"), sample("at_least"), sample("half_million")),
        FilterChip(sample("name"), sample("is_one_of"), sample("long_name")),
    )
    hidden, kept = MaskedValue(sample("id")), MaskedValue(sample("id"))
    hidden.show_value(_SHOWN_MASK, may_reveal=True)
    hidden.show_looks(2, 20)
    kept.show_value(_SHOWN_MASK, may_reveal=False)
    section.add_line(
        named(tr("With the right to look"), hidden), named(tr("Without the right"), kept)
    )
    return section


def _line(text: str, placeholder: str = "") -> QLineEdit:
    made = QLineEdit(text)
    made.setPlaceholderText(placeholder)
    return made


def _wide(field: QWidget) -> QWidget:
    field.setFixedWidth(_FIELD_WIDTH)
    return field
