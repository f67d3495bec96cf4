"""Which parts of a Word file are filled, and docxtpl's habits that were mended."""

import pytest

from loancrm_desktop.services.contract_files.sandbox import ContractEnvironment
from loancrm_desktop.services.contract_files.word_template import (
    RENDERER,
    TornPageError,
    WordTemplate,
    paragraph_texts,
    plain_text,
)


def _filled(content: bytes, values: dict) -> tuple[WordTemplate, ContractEnvironment]:
    template = WordTemplate(content)
    environment = ContractEnvironment(values)
    template.render(environment.values, environment)
    return template, environment


def test_the_renderer_is_named_with_its_version():
    assert RENDERER.startswith("docxtpl 0.")


def test_text_header_footer_footnotes_and_title_are_filled(make_docx, unzipped, texts_of):
    places = ("header", "footer", "footnotes", "title")
    content = make_docx("{{ a }} body", parts={place: "{{ a }} " + place for place in places})
    template, environment = _filled(content, {"a": "甲 & 乙"})
    document = template.document()
    assert "甲 & 乙 body" in texts_of(document)
    for name in ("word/header.xml", "word/footer.xml", "word/footnotes.xml"):
        assert "甲 &amp; 乙" in unzipped(document)[name].decode()
    assert (
        "<dc:title>甲 &amp; 乙 title</dc:title>" in unzipped(document)["docProps/core.xml"].decode()
    )
    assert environment.ledger.missing == {}


def test_what_a_customer_is_called_is_never_read_as_a_template(make_docx, unzipped):
    content = make_docx("{{ a }}", parts={"footnotes": "{{ a }}", "header": "{{ a }}"}, sections=3)
    template, _ = _filled(content, {"a": "{{ b }}{% if %}", "b": "secret"})
    parts = unzipped(template.document())
    for name in ("word/document.xml", "word/footnotes.xml", "word/header.xml"):
        assert "{{ b }}{% if %}" in parts[name].decode()
        assert "secret" not in parts[name].decode()


TORN = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>before {% if a %}</w:t></w:r></w:p>"
    "<w:tbl><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>in {% endif %}</w:t>"
    "</w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:r><w:t>after</w:t></w:r></w:p></w:body></w:document>"
)


def test_a_page_that_falls_apart_is_told_and_not_mended_silently(make_docx):
    content = make_docx(parts={"document": TORN})
    assert "after" in _filled(content, {"a": "x"})[0].get_xml()
    with pytest.raises(TornPageError):
        _filled(content, {"b": "x"})


def test_a_long_title_is_cut_to_what_word_takes(make_docx, unzipped):
    template, _ = _filled(make_docx("x", parts={"title": "{{ a }}"}), {"a": "长" * 400})
    assert "长" * 255 + "<" in unzipped(template.document())["docProps/core.xml"].decode()


def test_every_paragraph_is_a_line_of_its_source(make_docx):
    body = next(WordTemplate(make_docx("one", "two", "three")).sources())
    assert [plain_text(line) for line in body.split("\n")[1:]] == ["one", "two", "three"]


def test_parts_that_are_not_filled_are_known(make_docx):
    template = WordTemplate(make_docx("a", parts={"endnotes": "b", "comments": "c", "header": "d"}))
    assert sorted(plain_text(xml) for xml in template.unfilled_parts()) == ["b", "c"]


def test_the_text_of_a_paragraph_is_whole_however_word_cut_it():
    xml = "<w:p><w:r><w:t>{{ cus</w:t></w:r><w:r><w:t>tomer }}</w:t></w:r></w:p><w:p/>"
    assert list(paragraph_texts(xml)) == ["{{ customer }}"]
