"""Documents: kept by who may, looked at with a purpose, every look written down before."""

from datetime import date, timedelta

import pytest
from document_acts import a_file, acts_on, keep, look

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import (
    calls,
    customers,
    deals,
    document_files,
    documents,
    journal,
    undoing,
)
from loancrm_desktop.services.customer_table import deals_of
from loancrm_desktop.services.customer_timeline import timeline
from loancrm_desktop.services.document_files import FileWish
from loancrm_desktop.services.documents import DocumentQuery
from loancrm_desktop.services.process import gates


@pytest.fixture
def li(actor_of):
    return actor_of("li")


@pytest.fixture
def zhang(office, li):
    values = {"name": "张三", "requested_amount": "300000.00"}
    return office.do(li, customers.add, values=values).id


@pytest.fixture
def paper(office, li, zhang, tmp_path):
    return keep(office, li, a_file(tmp_path), zhang)


def test_a_kept_file_is_found_with_its_customer(office, li, zhang, paper):
    (found,) = office.ask(li, documents.of, kind="customer", record_id=zhang)
    assert (found.id, found.kind, found.name) == (paper, "credit_report", "征信报告.txt")
    assert found.added_by == li.user_id
    assert found.media_type == "text/plain"
    assert acts_on(office, li, paper) == ["added"]


def test_of_a_deal_it_belongs_to_the_deals_customer(office, li, zhang, tmp_path):
    (deal,) = office.ask(li, deals_of, customer_ids=[zhang])
    staged = document_files.stage(office.place, a_file(tmp_path))
    number = office.do(li, documents.add, staged=staged, kind="contract", deal_id=deal)
    assert [each.id for each in office.ask(li, documents.of, kind="deal", record_id=deal)] == [
        number
    ]
    assert [each.id for each in office.ask(li, documents.of, kind="customer", record_id=zhang)] == [
        number
    ]


def test_a_deal_of_another_customer_is_refused(office, li, zhang, tmp_path):
    other = office.do(li, customers.add, values={"name": "李四"}).id
    (deal,) = office.ask(li, deals_of, customer_ids=[zhang])
    staged = document_files.stage(office.place, a_file(tmp_path))
    with pytest.raises(Invalid):
        office.do(
            li, documents.add, staged=staged, kind="contract", customer_id=other, deal_id=deal
        )


def test_a_look_is_written_down_with_who_and_why(office, owner, li, paper):
    assert look(office, li, paper) == "演示征信：正常".encode()
    newest = office.ask(li, documents.log, document_id=paper)[0]
    assert (newest.act, newest.user_id) == ("viewed", li.user_id)
    assert newest.purpose in ("核对身份", "verify identity")
    entry = office.ask(owner, journal.latest, limit=1)[0]
    assert (entry.operation, entry.actor) == ("documents.hand_out", "李经理")
    assert office.ask(owner, journal.verify).intact


def test_the_look_is_written_down_even_when_the_file_is_broken(office, li, paper):
    (path,) = (office.place.folder / "files").iterdir()
    path.write_bytes(b"x")
    with pytest.raises(Exception, match=r"altered|损坏|改动"):
        look(office, li, paper)
    assert acts_on(office, li, paper) == ["added", "viewed"]


@pytest.mark.parametrize("purpose", [None, "", "  ", "长" * 201])
def test_a_sensitive_kind_is_not_looked_at_without_a_fit_purpose(office, li, paper, purpose):
    with pytest.raises(Invalid) as caught:
        look(office, li, paper, purpose)
    assert [each.field for each in caught.value.problems] == ["purpose"]
    assert acts_on(office, li, paper) == ["added"]


def test_other_kinds_are_opened_without_a_question(office, li, zhang, tmp_path):
    number = keep(office, li, a_file(tmp_path, "合同.txt"), zhang, "contract")
    assert look(office, li, number, None)
    assert acts_on(office, li, number) == ["added", "viewed"]


@pytest.mark.parametrize("login", ["chen", "guest"])
def test_a_refused_look_is_written_down_and_gives_nothing(office, owner, actor_of, paper, login):
    with pytest.raises(Refused) as caught:
        look(office, actor_of(login), paper)
    assert caught.value.forbidden
    newest = office.ask(owner, documents.log, document_id=paper)[0]
    assert (newest.act, newest.user_id) == ("refused", actor_of(login).user_id)


@pytest.mark.parametrize(
    "call", [documents.log, documents.remove, documents.restore, documents.hand_out]
)
def test_a_number_nobody_has_is_said(office, li, call):
    given = {"act": "viewed", "purpose": "x"} if call is documents.hand_out else {}
    run = office.ask if call is documents.log else office.do
    for number in (999, 0, -1, 2**70):
        with pytest.raises(Invalid):
            run(li, call, document_id=number, **given)


def test_others_neither_add_nor_see_nor_change(office, actor_of, zhang, paper, tmp_path):
    chen = actor_of("chen")
    staged = document_files.stage(office.place, a_file(tmp_path))
    with pytest.raises(Refused):
        office.do(chen, documents.add, staged=staged, kind="other", customer_id=zhang)
    with pytest.raises(Refused):
        office.ask(chen, documents.of, kind="customer", record_id=zhang)
    with pytest.raises(Refused):
        office.ask(chen, documents.log, document_id=paper)
    with pytest.raises(Refused):
        office.do(chen, documents.edit, document_id=paper, name="x", kind="other")
    assert office.ask(chen, documents.page, query=DocumentQuery()) == ()
    assert office.ask(chen, documents.some, document_ids=[paper]) == ()


@pytest.mark.parametrize("login", ["guest", "audit"])
def test_who_only_looks_adds_nothing(office, actor_of, zhang, tmp_path, login):
    staged = document_files.stage(office.place, a_file(tmp_path))
    with pytest.raises(Refused):
        office.do(actor_of(login), documents.add, staged=staged, kind="other", customer_id=zhang)


def test_a_broker_mends_the_own_document_but_not_the_back_offices(
    office, li, actor_of, zhang, paper, tmp_path
):
    day = date(2027, 1, 31)
    office.do(li, documents.edit, document_id=paper, name="a/流水.txt", kind="bank_statement",
              valid_until=day)  # fmt: skip
    (found,) = office.ask(li, documents.some, document_ids=[paper])
    assert (found.name, found.kind, found.valid_until) == ("流水.txt", "bank_statement", day)
    theirs = keep(office, actor_of("desk"), a_file(tmp_path), zhang, "other")
    with pytest.raises(Refused):
        office.do(li, documents.remove, document_id=theirs)
    office.do(actor_of("desk"), documents.remove, document_id=paper)


def test_a_removed_document_lies_in_the_trash_and_comes_back(office, li, zhang, paper):
    office.do(li, documents.remove, document_id=paper)
    assert office.ask(li, documents.of, kind="customer", record_id=zhang) == ()
    with pytest.raises(Invalid):
        look(office, li, paper)
    (found,) = office.ask(li, documents.of, kind="customer", record_id=zhang, trash=True)
    assert found.id == paper
    office.do(li, documents.restore, document_id=paper)
    assert look(office, li, paper)
    assert acts_on(office, li, paper) == ["added", "removed", "restored", "viewed"]


def test_removing_is_undone_but_adding_and_looking_are_not(office, owner, li, zhang, paper):
    added = office.ask(owner, journal.latest, limit=1)[0].seq
    with pytest.raises(Refused):
        office.do(owner, undoing.undo, seq=added)
    office.do(li, documents.remove, document_id=paper)
    office.do(owner, undoing.undo, seq=office.ask(owner, journal.latest, limit=1)[0].seq)
    assert office.ask(li, documents.of, kind="customer", record_id=zhang)


def test_a_staged_file_becomes_one_document_only(office, li, zhang, tmp_path):
    staged = document_files.stage(office.place, a_file(tmp_path))
    office.do(li, documents.add, staged=staged, kind="other", customer_id=zhang)
    with pytest.raises(Invalid):
        office.do(li, documents.add, staged=staged, kind="other", customer_id=zhang)


def test_a_file_that_was_never_staged_here_is_no_document(office, li, zhang, tmp_path):
    staged = document_files.stage(office.place, a_file(tmp_path))
    (path,) = (office.place.folder / "files").iterdir()
    path.unlink()
    with pytest.raises(Invalid):
        office.do(li, documents.add, staged=staged, kind="other", customer_id=zhang)


def test_an_unknown_kind_is_named_with_the_known_ones(office, li, zhang, tmp_path):
    staged = document_files.stage(office.place, a_file(tmp_path))
    with pytest.raises(Invalid) as caught:
        office.do(li, documents.add, staged=staged, kind="passport", customer_id=zhang)
    assert "credit_report" in str(caught.value)


def test_what_belongs_to_nobody_yet_only_its_adder_sees(office, owner, li, tmp_path):
    number = keep(office, li, a_file(tmp_path), None)
    assert [each.id for each in office.ask(li, documents.some, document_ids=[number])] == [number]
    assert office.ask(owner, documents.some, document_ids=[number]) == ()
    with pytest.raises(Refused):
        look(office, owner, number)


def test_documents_are_found_by_kind_name_and_day(office, li, zhang, paper, tmp_path):
    other = keep(office, li, a_file(tmp_path, "100%流水.txt"), zhang, "bank_statement")
    office.do(li, documents.edit, document_id=other, name="100%流水.txt", kind="bank_statement",
              valid_until=date(2026, 1, 1))  # fmt: skip

    def found(**conditions):
        return [each.id for each in office.ask(li, documents.page,
                                               query=DocumentQuery(**conditions))]  # fmt: skip

    assert found() == [other, paper]
    assert found(kind="credit_report") == [paper]
    assert found(search="%") == [other]
    assert found(search="报告") == [paper]
    assert found(customer_id=zhang, limit=1) == [other]
    assert found(after=other) == [paper]
    assert found(valid_before=date(2026, 6, 1)) == [other]


def test_a_staged_file_crosses_as_json(office, tmp_path):
    staged = document_files.stage(office.place, a_file(tmp_path))
    given = {"staged": staged, "kind": "other", "customer_id": 1, "valid_until": date(2027, 1, 1)}
    text = calls.write_arguments(documents.add, given)
    assert calls.read_arguments(documents.add, text) == given


def test_a_gate_that_asks_for_a_kind_is_passed_by_a_real_document_until_it_runs_out(
    office, li, zhang, tmp_path, clock
):
    (deal_id,) = office.ask(li, deals_of, customer_ids=[zhang])

    def missing(work):
        deal = deals.get(work, deal_id)
        return gates.missing_documents(work, deal, ("credit_report", "contract"))

    assert office.ask(li, missing) == ("credit_report", "contract")
    day = clock.now.date()
    wish = FileWish("credit_report", zhang, valid_until=day + timedelta(days=3))
    number = document_files.add(office, li, a_file(tmp_path), wish).id
    assert office.ask(li, missing) == ("contract",)
    office.do(li, documents.remove, document_id=number)
    assert office.ask(li, missing) == ("credit_report", "contract")
    office.do(li, documents.restore, document_id=number)
    clock.forward(days=5)
    assert office.ask(li, missing) == ("credit_report", "contract")


def test_the_timeline_tells_of_it(office, li, zhang, paper):
    page = office.ask(li, timeline, customer_id=zhang, kinds=("document",))
    assert [(each.id, each.word) for each in page.moments] == [(paper, "credit_report")]
