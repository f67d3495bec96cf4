"""Checking and filling templates through the child: what is answered, what is written."""

import errno
import hashlib
import os
import sys
import tempfile
import zipfile
from pathlib import Path

import pytest

from loancrm_desktop.errors import Invalid, Unavailable
from loancrm_desktop.services import children
from loancrm_desktop.services.contract_files import filling

pytestmark = pytest.mark.usefixtures("english")  # the sentences as the code has them

KNOWN = {
    "customer.name": "客户姓名",
    "customer.phone": "联系电话",
    "deal.service_fee": "服务费",
    "today": "今天",
}


@pytest.fixture
def template(make_docx, tmp_path) -> Path:
    path = tmp_path / "模板.docx"
    path.write_bytes(make_docx("{{ customer.name }}：{{ deal.service_fee }} 元，{{ today }}"))
    return path


VALUES = {
    "customer": {"name": "王芳"},
    "deal": {"service_fee": "27,000.00"},
    "today": "2026年11月23日",
}


def test_the_fields_of_a_template_are_listed(template):
    found = filling.fields_of(template, KNOWN)
    assert found.fields == ("customer.name", "deal.service_fee", "today")
    assert found.unknown == ()
    assert found.problems == ()


def test_unknown_fields_come_with_the_nearest_known_and_their_paragraph(make_docx, tmp_path):
    path = tmp_path / "t.docx"
    path.write_bytes(make_docx("{{ custmer.name }}", "付 {{ deal.servicefee }}", "{{ zzzzqqqq }}"))
    found = filling.fields_of(path, KNOWN)
    assert [(field.name, field.nearest, field.where) for field in found.unknown] == [
        ("custmer.name", "customer.name", "{{ custmer.name }}"),
        ("deal.servicefee", "deal.service_fee", "付 {{ deal.servicefee }}"),
        ("zzzzqqqq", "", "{{ zzzzqqqq }}"),
    ]


def test_a_field_named_in_chinese_is_found_by_its_label():
    assert filling.nearest("客户姓名", KNOWN) == "customer.name"
    assert filling.nearest("服务费用", KNOWN) == "deal.service_fee"
    assert filling.nearest("客户姓名", frozenset(KNOWN)) == ""


def test_a_filled_contract_is_written_and_described(template, tmp_path, texts_of):
    out = tmp_path / "合同.docx"
    filled = filling.fill(template, VALUES, out)
    assert "王芳：27,000.00 元，2026年11月23日" in texts_of(out.read_bytes())
    assert filled == filling.Filled(
        out=out,
        fields=("customer.name", "deal.service_fee", "today"),
        missing=(),
        sha256=hashlib.sha256(out.read_bytes()).hexdigest(),
        renderer=filled.renderer,
    )
    assert filled.renderer.startswith("docxtpl ")


def test_missing_fields_are_all_named_and_nothing_is_written(template, tmp_path):
    out = tmp_path / "合同.docx"
    with pytest.raises(Invalid) as refused:
        filling.fill(template, {"customer": {"name": None}, "deal": {"service_fee": "1"}}, out)
    assert "2 fields" in refused.value.text.read("en")
    assert [problem.field for problem in refused.value.problems] == ["customer.name", "today"]
    assert {problem.code for problem in refused.value.problems} == {"missing"}
    assert not out.exists()


def test_missing_fields_are_named_as_people_call_them(template, tmp_path):
    with pytest.raises(Invalid) as refused:
        filling.fill(template, {"today": "x"}, tmp_path / "out.docx", labels=KNOWN)
    assert "客户姓名, 服务费" in refused.value.text.read("en")
    assert [problem.field for problem in refused.value.problems] == [
        "customer.name",
        "deal.service_fee",
    ]


def test_missing_fields_may_be_left_as_lines_when_that_is_asked_for(template, tmp_path, texts_of):
    out = tmp_path / "合同.docx"
    filled = filling.fill(template, {"today": "x"}, out, allow_missing=True)
    assert filled.missing == ("customer.name", "deal.service_fee")
    assert "________：________ 元，x" in texts_of(out.read_bytes())


def test_a_template_that_may_not_be_filled_is_refused_with_its_places(make_docx, tmp_path):
    path = tmp_path / "t.docx"
    path.write_bytes(make_docx("{{ customer.delete() }}", "{% include 'x' %}"))
    with pytest.raises(Invalid) as refused:
        filling.fill(path, VALUES, tmp_path / "out.docx")
    said = refused.value.text.read("en")
    assert "2 problems" in said
    assert "{{ customer.delete() }}" in said
    assert [problem.field for problem in refused.value.problems] == [
        "{{ customer.delete() }}",
        "{% include 'x' %}",
    ]
    assert not (tmp_path / "out.docx").exists()


def test_an_object_never_gets_as_far_as_the_child(template, tmp_path, monkeypatch):
    monkeypatch.setattr(children, "run", _must_not_run)
    with pytest.raises(TypeError):
        filling.fill(template, {"customer": object()}, tmp_path / "out.docx")


def _must_not_run(*_args: object) -> None:
    raise AssertionError("the child was started")


def test_a_contract_already_there_is_replaced_whole(template, tmp_path):
    out = tmp_path / "合同.docx"
    out.write_bytes(b"old")
    filling.fill(template, VALUES, out)
    assert zipfile.is_zipfile(out)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["合同.docx", "模板.docx"]


@pytest.mark.parametrize(
    ("number", "reason"), [(errno.ENOSPC, "disk_full"), (errno.EACCES, "read_only")]
)
def test_a_contract_that_cannot_be_written_leaves_the_old_one(
    template, tmp_path, monkeypatch, number, reason
):
    out = tmp_path / "合同.docx"
    out.write_bytes(b"old")

    def fail(_descriptor: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(Unavailable) as failed:
        filling.fill(template, VALUES, out)
    assert failed.value.reason == reason
    assert out.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["合同.docx", "模板.docx"]


def test_a_folder_that_is_not_there_is_told(template, tmp_path):
    with pytest.raises(Unavailable) as failed:
        filling.fill(template, VALUES, tmp_path / "nowhere" / "合同.docx")
    assert failed.value.reason == "missing"


def test_a_template_that_is_not_there_is_told(tmp_path):
    for path in (tmp_path / "none.docx", tmp_path):
        with pytest.raises(Invalid) as refused:
            filling.fields_of(path, KNOWN)
        assert str(path) in refused.value.text.read("en")


def test_a_template_that_is_locked_is_told(template, monkeypatch):
    def locked(_path: Path) -> bytes:
        raise PermissionError(errno.EACCES, "in use")

    monkeypatch.setattr(Path, "read_bytes", locked)
    with pytest.raises(Unavailable) as failed:
        filling.fields_of(template, KNOWN)
    assert "Close it in other programs" in failed.value.text.read("en")


def test_a_template_too_large_is_refused_unread(tmp_path):
    path = tmp_path / "t.docx"
    with path.open("wb") as file:
        file.truncate(21 * 2**20)
    with pytest.raises(Invalid, match="larger"):
        filling.fields_of(path, KNOWN)


def test_a_cancelled_filling_writes_nothing(template, tmp_path):
    with pytest.raises(Unavailable) as failed:
        filling.fill(
            template, VALUES, tmp_path / "out.docx", bounds=filling.Bounds(cancelled=_at_once)
        )
    assert failed.value.reason == "cancelled"
    assert not (tmp_path / "out.docx").exists()


def _at_once() -> bool:
    return True


def test_a_child_that_crashes_is_told_as_a_file_that_cannot_be_read(template, monkeypatch):
    monkeypatch.setattr(
        children, "command_of", lambda *_: [sys.executable, "-c", "import os; os.abort()"]
    )
    with pytest.raises(Invalid, match="cannot be read as a Word document"):
        filling.fields_of(template, KNOWN)


def test_nothing_of_a_customer_is_put_into_the_temporary_folder(template, tmp_path, monkeypatch):
    elsewhere = tmp_path / "temp"
    elsewhere.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(elsewhere))
    monkeypatch.setenv("TMPDIR", str(elsewhere))
    filling.fill(template, VALUES, tmp_path / "out.docx")
    assert list(elsewhere.iterdir()) == []
