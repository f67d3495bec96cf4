"""A desk whose customers have one field of every type there is, beside the shipped ones."""

from __future__ import annotations

import pytest

from loancrm_desktop.services.forms import catalog
from loancrm_desktop.services.language.fields import FieldSpec, FieldType, Option

COLOURS = (Option("red", "红", "red"), Option("green", "绿", "green"), Option("blue", "蓝", "blue"))
LINKS = {FieldType.PERSON: "person", FieldType.TEAM: "team", FieldType.RECORD: "channel"}


def own_field(kind: FieldType) -> FieldSpec:
    """Answer a field of the office's own."""
    several = kind in (FieldType.CHOICE, FieldType.CHOICES)
    return FieldSpec(
        key=f"own_{kind.value}",
        type=kind,
        label_zh=f"自有{kind.value}",
        label_en=f"Own {kind.value}",
        options=COLOURS if several else (),
        links_to=LINKS.get(kind),
        result=FieldType.MONEY if kind is FieldType.FORMULA else None,
    )


@pytest.fixture
def full_desk(desk):
    """Answer the desk with the fields added and its words read again."""
    for kind in FieldType:
        desk.do(catalog.add_field, kind="customer", spec=own_field(kind))
    desk.words.load()
    desk.settle(lambda: "own_autonumber" in desk.words.fields("customer"))
    desk.settle(lambda: desk.words.ready)
    return desk
