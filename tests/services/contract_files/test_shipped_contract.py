"""The shipped 贷款居间服务合同: known fields only, complete when filled, promising nothing."""

import importlib.util
import io
from pathlib import Path

import docx
import pytest

from loancrm_desktop import places
from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.contract_files import filling

CONTRACTS = places.templates() / "contracts"
TEMPLATE = CONTRACTS / "brokerage_contract.docx"
# The keys of cli.md, and what an office says about itself.
KNOWN = {
    "customer.name",
    "customer.id_number",
    "customer.phone",
    "customer.address",
    "deal.ref",
    "deal.product_type",
    "deal.requested_amount",
    "deal.requested_term_months",
    "deal.purpose",
    "deal.bank",
    "deal.annual_rate",
    "deal.service_fee",
    "deal.owner",
    "office.name",
    "office.credit_code",
    "office.address",
    "office.phone",
    "today",
}
VALUES = {
    "customer": {
        "name": "王芳",
        "id_number": "440301199001010026",
        "phone": "138 0013 8000",
        "address": "深圳市南山区科技园南路 8 号",
    },
    "deal": {
        "ref": "DK-2026-0412",
        "product_type": "经营贷",
        "requested_amount": "1,800,000.00",
        "requested_term_months": 36,
        "purpose": "采购原材料",
        "service_fee": "27,000.00",
        "owner": "李强",
        "bank": "建设银行",
        "annual_rate": "4.35%",
    },
    "office": {
        "name": "深圳市诚信融资咨询有限公司",
        "credit_code": "91440300MA5G00000X",
        "phone": "0755-8765 4321",
        "address": "深圳市福田区深南大道 1000 号",
    },
    "today": "2026年11月23日",
}


def _without(*fields: str) -> dict:
    left = {
        name: dict(value) if isinstance(value, dict) else value for name, value in VALUES.items()
    }
    for field in fields:
        record, _, key = field.partition(".")
        del left[record][key]
    return left


@pytest.fixture
def filled(tmp_path, texts_of):
    def fill(values: dict) -> str:
        out = tmp_path / "合同.docx"
        filling.fill(TEMPLATE, values, out)
        return texts_of(out.read_bytes())

    return fill


def test_it_names_known_fields_only_and_all_of_them():
    found = filling.fields_of(TEMPLATE, KNOWN)
    assert found.unknown == ()
    assert found.problems == ()
    assert set(found.fields) == KNOWN


def test_filled_it_says_everything_and_leaves_no_tag(filled):
    written = filled(VALUES)
    for record in ("customer", "deal", "office"):
        for value in VALUES[record].values():
            assert str(value) in written
    for text in ("2026年11月23日", "壹佰捌拾万元整", "贰万柒仟元整", "以银行批复为准"):
        assert text in written
    assert not any(sign in written for sign in ("{{", "{%", "____", "None"))


@pytest.mark.parametrize(
    "field",
    [
        "customer.name",
        "customer.id_number",
        "deal.service_fee",
        "deal.requested_amount",
        "office.name",
    ],
)
def test_without_what_a_contract_needs_it_is_not_made(filled, field):
    with pytest.raises(Invalid) as refused:
        filled(_without(field))
    assert [problem.field for problem in refused.value.problems] == [field]


def test_what_a_party_may_lack_leaves_no_gap(filled):
    written = filled(
        _without(
            "customer.address",
            "office.credit_code",
            "office.address",
            "office.phone",
            "deal.bank",
            "deal.annual_rate",
        )
    )
    assert "通讯地址" not in written
    assert "统一社会信用代码" not in written
    assert "由乙方推荐，甲方自行选定" in written
    assert "____" not in written


def test_its_clauses_are_numbered_in_order_as_plain_text():
    numbers = [
        paragraph.text.split()[0]
        for paragraph in docx.Document(str(TEMPLATE)).paragraphs
        if paragraph.text.startswith("第")
    ]
    digits = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三")
    assert numbers == [f"第{digit}条" for digit in digits]


def test_it_is_what_its_script_writes():
    spec = importlib.util.spec_from_file_location(
        "script", CONTRACTS / "make_brokerage_contract.py"
    )
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    fresh = io.BytesIO()
    script.build().save(fresh)
    shipped = docx.Document(str(TEMPLATE))
    assert docx.Document(fresh).element.xml == shipped.element.xml
    assert Path(script.OUT) == TEMPLATE.resolve()


def test_it_is_a4_with_header_and_page_numbers():
    section = docx.Document(str(TEMPLATE)).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert "{{ deal.ref }}" in section.header.paragraphs[0].text
    assert "NUMPAGES" in section.footer.paragraphs[0]._p.xml
