"""A contract prints what the office knows, names what it lacks, and stands in the history."""

import hashlib

import docx
import pytest
from office_fixtures import without_masked_printing

from loancrm_desktop.errors import Invalid, Refused
from loancrm_desktop.services import contracts, customers, deals, journal
from loancrm_desktop.texts import say

ID_NUMBER = "440301199001010020"


def text_of(path) -> str:
    document = docx.Document(str(path))
    lines = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        lines += [cell.text for row in table.rows for cell in row.cells]
    return "\n".join(lines)


def written(folder, *paragraphs: str):
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    path = folder / "模板.docx"
    document.save(str(path))
    return path


@pytest.fixture
def deal_id(office, owner, actor_of):
    added = office.do(
        owner,
        customers.add,
        values={
            "name": "王芳",
            "phone": "13912345678",
            "id_number": ID_NUMBER,
            "address": "深圳市南山区科技园",
            "monthly_income": "12000",
            "assets": ["house", "car"],
            "owner": actor_of("li").user_id,
            "product_type": "business",
            "requested_amount": "1800000",
            "requested_term_months": 36,
            "purpose": "working_capital",
        },
    )
    office.do(
        owner,
        deals.edit,
        deal_id=added.deal_id,
        values={"service_fee": "27000", "annual_rate": "4.35", "bank": "建设银行"},
    )
    return added.deal_id


def make(office, actor, deal_id, template, out, **more):
    wanted = contracts.Wanted(deal_id, str(template), out, **more)
    return contracts.make(office, actor, wanted)


def test_the_shipped_contract_prints_labels_and_amounts_as_contracts_do(
    office, owner, deal_id, tmp_path
):
    out = tmp_path / "合同.docx"
    made = make(office, owner, deal_id, "brokerage_contract", out)
    text = text_of(out)
    for printed in (
        "王芳",
        ID_NUMBER,
        "13912345678",
        "经营贷",
        "经营周转",
        "1,800,000.00",
        "壹佰捌拾万元整",
        "36 个月",
        "27,000.00",
        "建设银行",
        "4.35%",
        "李经理",
        "测试机构",
        "2026年6月30日",
    ):
        assert printed in text
    assert (made.missing, made.unknown) == ((), ())
    assert made.sha256 == hashlib.sha256(out.read_bytes()).hexdigest()


def test_making_a_contract_stands_in_the_history_of_deal_and_customer(
    office, owner, deal_id, tmp_path
):
    made = make(office, owner, deal_id, "brokerage_contract", tmp_path / "a.docx")
    customer_id = office.ask(owner, deals.show, deal_id=deal_id).card.customer_id
    for kind, record_id in (("deal", deal_id), ("customer", customer_id)):
        newest = office.ask(owner, journal.of_record, kind=kind, record_id=record_id)[0]
        assert newest.operation == "contracts.note"
        assert "brokerage_contract" in newest.note
        assert made.sha256 in newest.note
        assert made.renderer in newest.note
    assert office.ask(owner, journal.verify).intact


def test_a_missing_value_is_named_by_its_label_and_nothing_is_written(
    office, owner, deal_id, tmp_path
):
    office.do(owner, deals.edit, deal_id=deal_id, values={"service_fee": None})
    out = tmp_path / "a.docx"
    before = office.ask(owner, journal.head)
    with pytest.raises(Invalid) as caught:
        make(office, owner, deal_id, "brokerage_contract", out)
    assert [problem.field for problem in caught.value.problems] == ["deal.service_fee"]
    assert "服务费" in caught.value.text.read("zh")
    assert not out.exists()
    assert office.ask(owner, journal.head) == before


def test_on_wish_a_missing_value_is_left_as_a_visible_line(office, owner, deal_id, tmp_path):
    template = written(tmp_path, "介绍人：{{ customer.referrer }}，甲方：{{ customer.name }}")
    out = tmp_path / "a.docx"
    made = make(office, owner, deal_id, template, out, allow_missing=True)
    assert made.missing == ("customer.referrer",)
    assert "___" in text_of(out)
    assert "王芳" in text_of(out)


def test_an_unknown_field_is_named_with_the_nearest_known(office, owner, deal_id, tmp_path):
    template = written(tmp_path, "{{ customer.nmae }}")
    with pytest.raises(Invalid) as caught:
        make(office, owner, deal_id, template, tmp_path / "a.docx")
    problem = caught.value.problems[0]
    assert (problem.field, problem.code) == ("customer.nmae", "unknown_field")
    assert "customer.name" in problem.text.read("en")


def test_a_role_that_sees_the_id_number_masked_is_refused_by_name(
    office, actor_of, deal_id, tmp_path
):
    out = tmp_path / "a.docx"
    with pytest.raises(Refused) as caught:
        make(office, without_masked_printing(actor_of("li")), deal_id, "brokerage_contract", out)
    assert caught.value.forbidden
    assert [need.field for need in caught.value.needs] == ["customer.id_number"]
    assert "身份证号" in caught.value.text.read("zh")
    assert not out.exists()


def test_a_masked_number_is_not_even_handed_to_the_template(office, actor_of, deal_id):
    actor = without_masked_printing(actor_of("li"))
    printed = office.ask(actor, contracts.values, deal_id=deal_id)
    assert "id_number" not in printed.values["customer"]
    assert ID_NUMBER not in str(printed)
    assert "spouse.id_number" in printed.covered


def test_a_broker_prints_the_whole_number_on_the_contract(office, actor_of, deal_id):
    printed = office.ask(actor_of("li"), contracts.values, deal_id=deal_id)
    assert printed.values["customer"]["id_number"] == ID_NUMBER


def test_a_broker_makes_a_contract_that_prints_nothing_masked(office, actor_of, deal_id, tmp_path):
    template = written(tmp_path, "{{ customer.name }}，{{ customer.assets }}")
    out = tmp_path / "a.docx"
    make(office, actor_of("li"), deal_id, template, out)
    assert text_of(out) == "王芳，有房、有车"


def test_another_brokers_deal_and_a_role_without_the_right_are_refused(
    office, actor_of, deal_id, tmp_path
):
    for login in ("chen", "audit"):
        with pytest.raises(Refused) as caught:
            make(office, actor_of(login), deal_id, "brokerage_contract", tmp_path / "a.docx")
        assert caught.value.forbidden


def test_related_persons_can_be_looped_over_and_named_by_their_relation(
    office, owner, deal_id, tmp_path
):
    from loancrm_desktop.services import customer_sheet

    customer_id = office.ask(owner, deals.show, deal_id=deal_id).card.customer_id
    for relation, name in (("spouse", "陈强"), ("guarantor", "林静")):
        office.do(
            owner,
            customer_sheet.add_related,
            customer_id=customer_id,
            values={"relation": relation, "name": name},
        )
    template = written(
        tmp_path,
        "{% for p in related_persons %}{{ p.relation }}{{ p.name }};{% endfor %}",
        "配偶{{ spouse.name }}",
    )
    out = tmp_path / "a.docx"
    make(office, owner, deal_id, template, out)
    assert "配偶陈强;担保人林静;" in text_of(out)
    assert "配偶陈强" in text_of(out).splitlines()[-1]


def test_checking_the_shipped_template_finds_known_fields_alone(office, actor_of):
    for template in contracts.templates():
        report = contracts.check(office, actor_of("guest"), template.key)
        assert (report.unknown, report.problems) == ((), ())
        assert "customer.name" in report.fields


def test_a_template_that_is_not_there_is_refused_with_the_shipped_ones(office, owner):
    with pytest.raises(Invalid, match="brokerage_contract"):
        contracts.check(office, owner, "no_such")


def test_only_word_files_are_written(office, owner, deal_id, tmp_path):
    with pytest.raises(Invalid, match="docx"):
        make(office, owner, deal_id, "brokerage_contract", tmp_path / "a.pdf")


def previewed(office, actor, deal_id, template):
    found = contracts.preview(office, actor, deal_id, str(template))
    return {line.key: (line.state, line.text) for line in found.lines}


def test_a_preview_says_what_would_be_printed_and_writes_nothing(office, owner, deal_id, tmp_path):
    template = written(
        tmp_path,
        "{{ customer.name }} {{ customer.id_number }} {{ deal.disbursed_on }}",
        "{% if office.phone %}{{ office.phone }}{% endif %} {{ customer.nmae }}",
    )
    before = sorted(tmp_path.iterdir())
    found = previewed(office, owner, deal_id, template)
    assert found["customer.name"] == ("filled", "王芳")
    assert found["deal.disbursed_on"] == ("missing", "")
    assert found["office.phone"] == ("unused", "")
    assert found["customer.nmae"][0] == "unknown"
    state, number = found["customer.id_number"]
    assert state == "filled"
    assert ID_NUMBER not in number
    assert number.startswith("4403")
    assert sorted(tmp_path.iterdir()) == before


def test_a_preview_names_what_the_role_may_not_print(office, actor_of, deal_id):
    clerk = without_masked_printing(actor_of("li"))
    found = previewed(office, clerk, deal_id, "brokerage_contract")
    assert found["customer.id_number"] == ("covered", "")


def test_a_contract_is_never_written_over_the_offices_own_files(office, owner, deal_id):
    own = office.place.folder / "office.docx"
    with pytest.raises(Invalid):
        make(office, owner, deal_id, "brokerage_contract", own)
    assert not own.exists()


def test_a_contract_that_could_not_be_noted_leaves_the_one_that_was_there(
    office, owner, deal_id, tmp_path, monkeypatch
):
    out = tmp_path / "signed.docx"
    out.write_bytes(b"the signed one")

    def no_note(*_args, **_more):
        raise Refused(say("Not now."))

    monkeypatch.setattr(office, "do", no_note)
    with pytest.raises(Refused):
        make(office, owner, deal_id, "brokerage_contract", out)
    assert out.read_bytes() == b"the signed one"
    assert not list(tmp_path.glob("*.part"))
