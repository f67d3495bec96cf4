"""Checking and filling a Word file: its parts, its faults with their paragraphs, its gaps."""

import pytest

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.contract_files import rendering

TORN = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>before {% if a %}</w:t></w:r></w:p>"
    "<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>in {% endif %}</w:t>"
    "</w:r></w:p></w:tc></w:tr></w:tbl></w:body></w:document>"
)


def _faults(content: bytes) -> list[tuple[str, str]]:
    return [(fault.text.read("en"), fault.where) for fault in rendering.check(content).faults]


def test_fields_are_listed_with_their_paragraphs(make_docx):
    content = make_docx("甲方：{{ customer.name }}", "none", parts={"footer": "{{ deal.ref }} 号"})
    assert rendering.check(content) == rendering.Checked(
        (
            rendering.Found("customer.name", "甲方：{{ customer.name }}"),
            rendering.Found("deal.ref", "{{ deal.ref }} 号"),
        ),
        (),
    )


def test_a_field_that_word_cut_into_runs_is_one_field(make_docx):
    run = "</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>"
    document = (
        '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"<w:body><w:p><w:r><w:t>{{{run}{{ cust{run}omer.na{run}me }}{run}}}</w:t></w:r></w:p>"
        "</w:body></w:document>"
    )
    content = make_docx(parts={"document": document})
    assert [field.name for field in rendering.check(content).fields] == ["customer.name"]


def test_a_fault_is_told_with_the_paragraph_it_stands_in(make_docx):
    faults = _faults(make_docx("good {{ a }}", "费用 {{ deal.fee * 2 }} 元", "more"))
    assert faults == [
        (
            "A template may not calculate; use a field that holds the result.",
            "费用 {{ deal.fee * 2 }} 元",
        )
    ]


def test_the_same_fault_in_the_same_words_is_told_once(make_docx):
    assert len(_faults(make_docx("{{ a() }}", "{{ a() }}", "{{ b() }}"))) == 2


@pytest.mark.parametrize("part", ["endnotes", "comments"])
def test_a_field_where_it_would_stay_unfilled_is_told(make_docx, part):
    faults = _faults(make_docx("text", parts={part: "see {{ customer.name }}"}))
    assert "not filled" in faults[0][0]
    assert faults[0][1] == "{{ customer.name }}"


@pytest.mark.parametrize("tag", ["{{r name }}", "{{p name }}", "{{tr name }}", "{{tc name }}"])
def test_tags_for_objects_are_told_for_they_would_drop_the_text(make_docx, tag):
    assert any("Fields hold plain text" in said for said, _ in _faults(make_docx(f"x {tag}")))


@pytest.mark.parametrize(
    "text", ["{name}", "金额 ${loan.amount}", "«Voornaam»", "MERGEFIELD name", "{#clients}"]
)
def test_placeholders_of_other_programs_are_told(make_docx, text):
    assert len(_faults(make_docx("first", text))) == 1
    assert _faults(make_docx("{{ a }}", "see {appendix} for ${x}")) == []


def test_values_take_the_places_of_fields(make_docx, texts_of):
    content = make_docx(
        "{{ customer.name }}，{{ deal.fee }} 元（{{ deal.fee|capitals }}）",
        "{%p if deal.bank %}",
        "银行 {{ deal.bank }}",
        "{%p endif %}",
        "{%p for tag in customer.tags %}",
        "{{ loop.index }}. {{ tag }}",
        "{%p endfor %}",
    )
    values = {
        "customer": {"name": "王芳 <&> “x”", "tags": ["有房", "有车"]},
        "deal": {"fee": "27,000.00", "bank": ""},
    }
    filled = rendering.render(content, values)
    assert filled.faults == ()
    assert filled.missing == ()
    assert texts_of(filled.content).split("\n")[:3] == [
        "王芳 <&> “x”，27,000.00 元（贰万柒仟元整）",
        "1. 有房",
        "2. 有车",
    ]


def test_a_value_of_several_lines_keeps_them(make_docx, texts_of):
    filled = rendering.render(make_docx("{{ a }}"), {"a": "一\n二\t三"})
    assert texts_of(filled.content).startswith("一\n二\t三")


def test_what_is_missing_is_named_once_each_and_left_as_a_line(make_docx, texts_of):
    content = make_docx("{{ a.b }}{{ a.b }}", "{{ c }}", parts={"header": "{{ d }}"})
    filled = rendering.render(content, {"a": {"b": ""}, "c": "there"})
    assert filled.missing == ("a.b", "d")
    assert filled.fields == ("a.b", "c", "d")
    assert "________________\nthere" in texts_of(filled.content)


def test_a_template_with_faults_is_not_filled(make_docx):
    filled = rendering.render(make_docx("{{ a }}", "{{ a() }}"), {"a": "x"})
    assert filled.content == b""
    assert [fault.where for fault in filled.faults] == ["{{ a() }}"]


def test_a_value_that_does_not_fit_is_told(make_docx):
    filled = rendering.render(make_docx("{{ a|date }}"), {"a": "面议"})
    assert [fault.text.read("en") for fault in filled.faults] == [
        "The filter “date” cannot read “面议”."
    ]
    assert filled.content == b""


@pytest.mark.parametrize("text", ["{% for x in a %}{% endfor %}", "{% if a > 'x' %}{% endif %}"])
def test_a_tag_that_does_not_fit_its_field_is_told(make_docx, text):
    filled = rendering.render(make_docx(text), {"a": 3})
    assert "does not fit the kind" in filled.faults[0].text.read("en")


def test_a_page_that_would_fall_apart_is_told(make_docx):
    filled = rendering.render(make_docx(parts={"document": TORN}), {"b": "x"})
    assert "paragraph of its own" in filled.faults[0].text.read("en")
    assert "{%p endif %}" in filled.faults[0].text.read("en")


def test_a_file_that_may_not_be_opened_is_refused(zipped):
    with pytest.raises(Invalid):
        rendering.check(zipped({"x": "y"}))
    with pytest.raises(Invalid):
        rendering.render(b"", {})
