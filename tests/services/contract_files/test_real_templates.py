"""Word templates that people really use: filled as they should be, or refused in a sentence."""

import io
import json
import re
import zipfile

import pytest

from loancrm_desktop.services.contract_files import fill_child, filling, rendering
from loancrm_desktop.texts import Text


def _words(content: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {
            name: re.sub(r"<[^>]+>", "", package.read(name).decode())
            for name in package.namelist()
            if re.match(r"word/(document|header|footer|footnotes)\d*\.xml", name)
        }


DOCXTPL_CASES = (
    "doc_properties",
    "dynamic_table",
    "footnotes",
    "header_footer_entities",
    "merge_paragraph",
    "multi_render1",
    "nested_for",
    "order",
    "preserve_spaces",
)


@pytest.mark.parametrize("case", DOCXTPL_CASES)
def test_the_library_s_own_templates_read_as_it_fills_them(word_files, case):
    folder = word_files / "docxtpl"
    told = json.loads((folder / f"{case}.context.json").read_text(encoding="utf-8"))
    filled = rendering.render((folder / told["template"]).read_bytes(), told["context"])
    assert filled.faults == ()
    expected = (folder / f"{case}.expected.docx").read_bytes()
    assert _words(filled.content) == _words(expected)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("docxtpl/horizontal_merge_tpl", "one list field"),
        ("docxtpl/custom_jinja_filters_tpl", "filter “my_filterB” is not known"),
        ("docxtpl/cellbg_tpl", "plain text"),
        ("docxtpl/escape_tpl", "plain text"),
        ("docxtpl/richtext_tpl", "plain text"),
        ("english/docx-jinja2-demo", "may not call"),
        ("english/letter_template", "may not call"),
        ("english/sample_word_template", "one list field"),
        ("mailmerge/mm_test_winword2010", "another program"),
        ("docxtemplater/dt_cyrillic", "another program"),
        ("docxtemplater/dt_loop-valid", "cannot be read"),
        ("chinese_loan/借款合同_suniu", "another program"),
        ("poi_tl/poitl_iterable_if1", "cannot be read"),
        ("poi_tl/poitl_payment", "cannot be read"),
        (
            "malformed/clusterfuzz-testcase-minimized-POIXWPFFuzzer-5313273089884160",
            "Word document",
        ),
        ("protected/msoffcrypto_example_password", "protected with a password"),
    ],
)
def test_templates_that_may_not_be_filled_are_refused_in_a_sentence(word_files, name, why):
    answer, document = fill_child.answer_to(
        {"act": "fill", "values": {}}, (word_files / f"{name}.docx").read_bytes()
    )
    reasons = [answer["unreadable"]] if "unreadable" in answer else [f for f, _ in answer["faults"]]
    assert any(why in Text(*reason).read("en") for reason in reasons)
    assert document == b""


CHINESE_TEMPLATES = (
    "chinese_legal/1-起诉状",
    "chinese_legal/2-证据清单",
    "chinese_legal/授权委托书",
    "chinese_legal/收取执行款银行账户确认书",
    "chinese_legal/民商事代理合同",
    "chinese_legal/法定代表人身份证明书",
    "chinese_legal/补充协议",
    "chinese_batch/合同模板",
)


@pytest.mark.parametrize("name", CHINESE_TEMPLATES)
def test_genuine_chinese_templates_are_checked_and_filled(word_files, texts_of, name):
    content = (word_files / f"{name}.docx").read_bytes()
    found = rendering.check(content)
    assert found.faults == ()
    names = {field.name for field in found.fields}
    values: dict = {field: f"〔{field}〕" for field in names if "." not in field}
    rows = [
        {name.partition(".")[2]: f"〔{name}{row}〕" for name in names if "." in name}
        for row in (1, 2)
    ]
    if "证据清单" in values:
        values["证据清单"] = rows
    filled = rendering.render(content, values)
    assert filled.faults == ()
    assert filled.missing == ()
    printed = [value for value in values.values() if isinstance(value, str)]
    printed += [text for row in rows for text in row.values()]
    written = texts_of(filled.content)
    assert len(printed) > 2
    assert all(text in written for text in printed)


def test_every_real_word_file_is_answered_or_refused_in_a_sentence(word_files):
    seen = 0
    for path in sorted(word_files.rglob("*.docx")):
        answer, _ = fill_child.answer_to({"act": "check"}, path.read_bytes())
        said = (
            [answer["unreadable"]] if "unreadable" in answer else [f for f, _ in answer["faults"]]
        )
        assert all(Text(*text).read("en") for text in said), path.name
        assert said or isinstance(answer["fields"], list), path.name
        seen += 1
    assert seen > 50


def test_a_genuine_template_goes_through_the_child_as_well(word_files, tmp_path):
    path = word_files / "chinese_batch" / "合同模板.docx"
    found = filling.fields_of(path, {"客户名称"})
    assert "客户名称" in found.fields
    assert "客户名称" not in {field.name for field in found.unknown}
    values = {field: f"〔{field}〕" for field in found.fields}
    assert filling.fill(path, values, tmp_path / "合同.docx").missing == ()
    assert "〔客户名称〕" in _words((tmp_path / "合同.docx").read_bytes())["word/document.xml"]
