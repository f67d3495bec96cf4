"""A document put on a form before the record was there goes with the record."""

import pytest
from document_acts import a_file, keep, look

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services import customers, documents
from loancrm_desktop.services.forms import catalog
from loancrm_desktop.services.language.fields import FieldSpec, FieldType


@pytest.fixture
def li(actor_of):
    return actor_of("li")


@pytest.fixture
def slot(office, owner):
    spec = FieldSpec(
        key="papers", type=FieldType.ATTACHMENT, label_zh="材料", label_en="Papers", built_in=False
    )
    office.do(owner, catalog.add_field, kind="customer", spec=spec)
    return spec.key


def test_a_new_customer_takes_the_document_along(office, owner, li, slot, tmp_path):
    number = keep(office, li, a_file(tmp_path), None)
    values = {"name": "张三", slot: [number]}
    customer = office.do(li, customers.add, values=values).id
    (found,) = office.ask(owner, documents.of, kind="customer", record_id=customer)
    assert (found.id, found.customer_id) == (number, customer)
    assert look(office, owner, number)


def test_a_document_of_somebody_else_is_not_taken(office, li, actor_of, slot, tmp_path):
    number = keep(office, li, a_file(tmp_path), None)
    chen = actor_of("chen")
    with pytest.raises(Invalid):
        office.do(chen, customers.add, values={"name": "李四", slot: [number]})
    assert office.ask(li, documents.some, document_ids=[number])[0].customer_id is None


def test_a_document_that_has_a_customer_stays_there(office, li, slot, tmp_path):
    zhang = office.do(li, customers.add, values={"name": "张三"}).id
    number = keep(office, li, a_file(tmp_path), zhang)
    other = office.do(li, customers.add, values={"name": "李四", slot: [number]}).id
    assert office.ask(li, documents.of, kind="customer", record_id=other) == ()
    assert office.ask(li, documents.some, document_ids=[number])[0].customer_id == zhang


def test_a_customer_changed_later_takes_it_along_too(office, owner, li, slot, tmp_path):
    zhang = office.do(li, customers.add, values={"name": "张三"}).id
    number = keep(office, li, a_file(tmp_path), None)
    office.do(li, customers.edit, customer_id=zhang, values={slot: [number]})
    assert office.ask(owner, documents.some, document_ids=[number])[0].customer_id == zhang
