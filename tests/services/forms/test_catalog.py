"""The office's own fields: added with care, read by every version, seen by all at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.designs import CustomField
from loancrm_desktop.services import customers
from loancrm_desktop.services.calls import operation, reader
from loancrm_desktop.services.forms import catalog
from loancrm_desktop.services.language.fields import FieldSpec, FieldType, Option
from loancrm_desktop.services.office import Work

FILE_NO = FieldSpec(
    key="file_no", type=FieldType.TEXT, label_zh="档案号", label_en="File number", searchable=True
)
CHOICE = FieldSpec(
    key="mood",
    type=FieldType.CHOICE,
    label_zh="心情",
    label_en="Mood",
    options=(Option("good", "好", "Good"),),
)


@operation("tests.plant_field")
def plant_field(work: Work, kind: str, key: str, spec: dict[str, object], *, retired: bool) -> int:
    row = CustomField(
        kind=kind,
        key=key,
        spec=spec,
        retired=retired,
        created_at=work.now,
        updated_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def keys(office, owner) -> list[str]:
    return [spec.key for spec in office.ask(owner, catalog.fields, "customer")]


def test_an_added_field_comes_back_as_it_was_drawn(office, owner):
    drawn = replace(
        CHOICE,
        required=True,
        unique=True,
        in_list=True,
        sensitivity="personal",
        help_zh="问一问",
        default="good",
    )
    dated = FieldSpec(
        key="since",
        type=FieldType.DATE,
        label_zh="自",
        label_en="Since",
        default=date(2026, 1, 2),
    )
    for spec in (drawn, dated):
        office.do(owner, catalog.add_field, kind="customer", spec=spec)
    found = {spec.key: spec for spec in office.ask(owner, catalog.fields, "customer")}
    assert (found["mood"], found["since"]) == (drawn, dated)


@pytest.mark.parametrize(
    ("spec", "field", "code"),
    [
        (replace(FILE_NO, key="phone"), "key", "taken"),
        (replace(FILE_NO, key="gone"), "key", "taken"),
        (replace(FILE_NO, label_zh=" "), "label_zh", "empty"),
        (replace(CHOICE, options=()), "options", "empty"),
        (replace(CHOICE, options=CHOICE.options * 2), "options", "twice"),
        (replace(FILE_NO, type=FieldType.RECORD), "links_to", "unknown"),
        (replace(FILE_NO, type=FieldType.RECORD, links_to="unicorn"), "links_to", "unknown"),
        (replace(CHOICE, default="sad"), "default", "wrong_form"),
        (replace(FILE_NO, type=FieldType.DATE, default="2026-01-01"), "default", "wrong_form"),
    ],
)
def test_a_field_that_cannot_be_is_refused_with_the_part_named(office, owner, spec, field, code):
    stored = catalog.spec_stored(FILE_NO)
    office.do(owner, plant_field, kind="customer", key="gone", spec=stored, retired=True)
    with pytest.raises(Invalid) as caught:
        office.do(owner, catalog.add_field, kind="customer", spec=spec)
    assert [(each.field, each.code) for each in caught.value.problems] == [(field, code)]


@pytest.mark.parametrize(
    ("kind", "key", "spec"),
    [
        ("customer", "hologram", {"type": "hologram", "label_zh": "全息"}),
        ("customer", "nameless", {"type": "text"}),
        ("customer", "phone", {"type": "text", "label_zh": "电话"}),
        ("spaceship", "crew", {"type": "text", "label_zh": "船员"}),
        ("customer", "Bad Key", {"type": "text", "label_zh": "x"}),
    ],
)
def test_a_field_of_a_later_version_does_not_shut_the_office(
    office, owner, caplog, kind, key, spec
):
    office.do(owner, catalog.add_field, kind="customer", spec=FILE_NO)
    office.do(owner, plant_field, kind=kind, key=key, spec=spec, retired=False)
    added = office.do(owner, customers.add, values={"name": "张三", "file_no": "A-1"})
    assert office.ask(owner, customers.values, customer_id=added.id).values["file_no"] == "A-1"
    assert keys(office, owner).count(key) == (1 if key == "phone" else 0)
    assert key in caplog.text


def test_values_of_a_field_this_version_cannot_read_are_kept(office, owner, caplog):
    from loancrm_desktop.models.customers import Customer

    added = office.do(owner, customers.add, values={"name": "张三"})
    with office.database.writing() as session:
        session.get_one(Customer, added.id).custom = {"hologram": [1, 2]}
        office.database.commit(session)
    office.do(owner, catalog.add_field, kind="customer", spec=FILE_NO)
    office.do(owner, customers.edit, customer_id=added.id, values={"file_no": "A-1"})
    with office.database.reading() as session:
        custom = session.get_one(Customer, added.id).custom
    assert custom == {"hologram": [1, 2], "file_no": "A-1", "file_no__key": "a-1"}


@operation("tests.add_field_and_fail")
def add_field_and_fail(work: Work, spec: FieldSpec) -> int:
    catalog.add_field(work, "customer", spec)
    assert spec.key in catalog.catalog_of(work).kind("customer").fields
    raise ZeroDivisionError


def test_a_field_whose_adding_failed_is_seen_by_nobody(office, owner):
    keys(office, owner)
    with pytest.raises(ZeroDivisionError):
        office.do(owner, add_field_and_fail, spec=FILE_NO)
    assert "file_no" not in keys(office, owner)


def test_a_reader_that_began_before_does_not_hide_a_new_field_from_the_next(office, owner):
    @reader("tests.slow_reader")
    def slow_reader(work: Work) -> int:
        work.session.connection()
        catalog.catalog_of(work)
        del work.shelf["catalog"]
        # Another lane adds a field while this one reads; its old copy is put back afterwards.
        office.do(owner, catalog.add_field, kind="customer", spec=FILE_NO)
        return len(catalog.catalog_of(work).kind("customer").fields)

    office.ask(owner, slow_reader)
    assert "file_no" in keys(office, owner)
