"""A rule makes a document: ordered with the change, made after it, once, with the office's rights."""

import io
from datetime import timedelta

import docx
import pytest
from sqlalchemy import select

from loancrm_desktop.errors import Invalid
from loancrm_desktop.models.documents import Document
from loancrm_desktop.models.rule_runs import RuleRun
from loancrm_desktop.models.work_items import Task
from loancrm_desktop.services import customers, deals, document_files
from loancrm_desktop.services import rule_papers as papers
from loancrm_desktop.services.document_files import Look
from loancrm_desktop.services.rules import drawing, log, saying

PAPER = {
    "format": 1,
    "key": "contract",
    "title": {"zh": "批复后出合同"},
    "kind": "deal",
    "when": {"on": "changed", "fields": ["service_fee"]},
    "then": [
        {"do": "task", "text": "请客户签约"},
        {"do": "document", "template": "brokerage_contract"},
    ],
}


@pytest.fixture
def li(actor_of):
    return actor_of("li")


@pytest.fixture
def deal_id(office, owner, li):
    office.do(owner, drawing.save, PAPER)
    added = office.do(
        owner,
        customers.add,
        values={
            "name": "王芳",
            "phone": "13912345678",
            "id_number": "440301199001010020",
            "address": "深圳市南山区科技园",
            "owner": li.user_id,
            "product_type": "business",
            "requested_amount": "1800000",
            "requested_term_months": 36,
            "purpose": "working_capital",
        },
    )
    values = {"annual_rate": "4.35", "bank": "建设银行"}
    office.do(owner, deals.edit, deal_id=added.deal_id, values=values)
    return added.deal_id


@pytest.fixture
def ordered(office, li, deal_id):
    office.do(li, deals.edit, deal_id=deal_id, values={"service_fee": "27000"})
    return deal_id


def rows(office, model):
    with office.database.reading() as session:
        return session.execute(select(model).order_by(model.id)).scalars().all()


def run_of(office):
    (found,) = rows(office, RuleRun)
    return found


def later(monkeypatch, office, **span):
    now = office.clock() + timedelta(**span)
    monkeypatch.setattr(office, "clock", lambda: now)


def test_the_change_orders_it_and_a_desk_makes_it_once(office, owner, li, ordered):
    run = run_of(office)
    assert (run.state, run.did["actions"][1]["document"]) == ("making", None)
    assert rows(office, Document) == []
    assert papers.make_due(office, li) == {"done": 1}
    (paper,) = rows(office, Document)
    assert (paper.deal_id, paper.kind) == (ordered, "contract")
    assert paper.name.startswith("贷款居间服务合同")
    assert paper.name.endswith(".docx")
    run = run_of(office)
    assert (run.state, run.did["actions"][1]["document"]) == ("done", paper.id)
    assert papers.make_due(office, li) == {}
    look = Look(paper.id, "viewed", "核对")
    _, content = document_files.content(office, owner, look)
    text = "".join(cell.text for cell in _cells(content))
    assert "王芳" in text
    assert "27,000.00" in text


def _cells(content):
    document = docx.Document(io.BytesIO(content))
    yield from document.paragraphs
    for table in document.tables:
        for each in table.rows:
            yield from each.cells


def test_the_rule_is_read_as_a_sentence(office, owner):
    assert office.ask(owner, saying.say_rule, PAPER, "zh").sentence.endswith(
        "再生成文档「贷款居间服务合同」。"
    )
    assert "make the document “Loan" in office.ask(owner, saying.say_rule, PAPER, "en").sentence


def test_two_desks_that_make_the_same_one_leave_one(office, owner, li, ordered, monkeypatch):
    first = office.do(li, papers.claim)
    assert office.do(owner, papers.claim) is None, "it is claimed"
    later(monkeypatch, office, minutes=11)
    second = office.do(owner, papers.claim)
    assert (first.run_id, first.at) == (second.run_id, second.at) != (None, None)
    for order, actor, state in ((second, owner, "done"), (first, li, "gone")):
        staged = papers.make(office.place, order)
        told = office.do(actor, papers.settle, run_id=order.run_id, at=order.at, staged=staged)
        assert told == state
    (paper,) = rows(office, Document)
    assert paper.deal_id == ordered


def test_a_desk_that_dies_again_and_again_ends_in_a_fault_somebody_sees(
    office, owner, ordered, monkeypatch
):
    for _ in range(papers.MOST_TRIES):
        assert office.do(owner, papers.claim) is not None
        later(monkeypatch, office, minutes=11)
    assert office.do(owner, papers.claim) is None
    run = run_of(office)
    assert run.state == "gave_up"
    assert run.fault
    assert office.do(owner, log.retry, run_id=run.id) == "making"
    assert papers.make_due(office, owner) == {"done": 1}
    assert [each.deal_id for each in rows(office, Document)] == [ordered]


def test_what_is_missing_is_named_and_after_mending_only_the_document_is_made_again(
    office, owner, li, deal_id
):
    office.do(owner, deals.edit, deal_id=deal_id, values={"requested_amount": None})
    office.do(li, deals.edit, deal_id=deal_id, values={"service_fee": "27000"})
    assert papers.make_due(office, li) == {"failed": 1}
    run = run_of(office)
    assert run.state == "failed"
    assert run.fault
    assert rows(office, Document) == []
    assert len([each for each in rows(office, Task) if each.kind == "rule"]) == 1
    office.do(owner, deals.edit, deal_id=deal_id, values={"requested_amount": "1800000"})
    office.do(owner, log.retry, run_id=run.id)
    assert papers.make_due(office, owner) == {"done": 1}
    assert len(rows(office, Document)) == 1
    assert len([each for each in rows(office, Task) if each.kind == "rule"]) == 1


def test_a_deal_that_is_gone_meanwhile_is_said(office, owner, ordered):
    order = office.do(owner, papers.claim)
    staged = papers.make(office.place, order)
    customer = office.ask(owner, deals.show, deal_id=ordered).card.customer_id
    office.do(owner, customers.remove, customer_ids=[customer])
    told = office.do(owner, papers.settle, run_id=order.run_id, at=order.at, staged=staged)
    assert told == "failed"
    assert run_of(office).fault
    assert rows(office, Document) == []


@pytest.mark.parametrize(
    ("kind", "template", "place"),
    [("customer", "brokerage_contract", "then.0.do"), ("deal", "gone", "then.0.template")],
)
def test_what_cannot_be_made_is_refused_when_the_rule_is_saved(
    office, owner, kind, template, place
):
    body = {
        **PAPER,
        "kind": kind,
        "when": {"on": "created"},
        "then": [{"do": "document", "template": template}],
    }
    with pytest.raises(Invalid) as refused:
        office.do(owner, drawing.save, body)
    assert [each.field for each in refused.value.problems] == [place]
