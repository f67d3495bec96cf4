"""What is refused before anything is parsed."""

import io
import zipfile

import pytest

from loancrm_desktop.errors import Invalid
from loancrm_desktop.services.contract_files import docx_guard


def _refusal(content: bytes) -> str:
    with pytest.raises(Invalid) as refused:
        docx_guard.check(content)
    return refused.value.text.read("en")


def test_a_plain_word_file_is_let_through(make_docx):
    docx_guard.check(make_docx("{{ customer.name }}"))


def test_what_is_no_zip_is_no_word_file(make_docx):
    whole = make_docx("text")
    for content in (b"", b"%PDF-1.7", b"PK\x03\x04 and nothing", whole[:-30], whole[20:]):
        assert "cannot be read as a Word document" in _refusal(content)


def test_a_zip_without_a_document_is_no_word_file(zipped):
    assert "cannot be read as a Word document" in _refusal(zipped({"a.txt": "hello"}))


def test_a_protected_file_says_to_take_the_password_off():
    content = b"\xd0\xcf\x11\xe0" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert "protected with a password" in _refusal(content)


def test_an_old_doc_file_says_to_save_it_anew():
    assert "old .doc format" in _refusal(b"\xd0\xcf\x11\xe0" + b"\x00" * 600)


def test_a_zip_bomb_is_refused_unopened(make_docx, unzipped, zipped, monkeypatch):
    bomb = zipped({**unzipped(make_docx("x")), "word/media/image.png": b"\x00" * (60 * 2**20)})
    assert len(bomb) < 100_000
    monkeypatch.setattr(zipfile.ZipFile, "read", _must_not_read)
    assert "unpacks to far more" in _refusal(bomb)


def _must_not_read(*_args: object, **_named: object) -> bytes:
    raise AssertionError("a bomb was unpacked")


def test_too_many_parts_are_refused(make_docx, unzipped, zipped):
    many = {f"word/media/{number}.png": b"" for number in range(docx_guard.MAX_PARTS)}
    assert "unpacks to far more" in _refusal(zipped({**unzipped(make_docx("x")), **many}))


def test_a_file_above_the_limit_is_refused():
    assert "larger than 20 MB" in _refusal(b"PK" + b"\x00" * (docx_guard.MAX_FILE_MB * 2**20))


@pytest.mark.parametrize(
    "name", ["../evil.xml", "/etc/evil.xml", "C:/evil.xml", "word/..\\..\\evil.xml"]
)
def test_a_part_that_wants_out_of_its_folder_is_refused(make_docx, unzipped, zipped, name):
    assert "unsafe name" in _refusal(zipped({**unzipped(make_docx("x")), name: b"<a/>"}))


@pytest.mark.parametrize(
    "name",
    [
        "word/vbaProject.bin",
        "word/embeddings/oleObject1.bin",
        "word/embeddings/sheet.xlsx",
        "word/media/inner.zip",
        "word/media/run.EXE",
    ],
)
def test_macros_and_embedded_files_are_refused(make_docx, unzipped, zipped, name):
    assert "embedded" in _refusal(zipped({**unzipped(make_docx("x")), name: b"MZ"}))


_LAUGHS = '<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'
_FILE_READER = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("declaration", [_LAUGHS, _FILE_READER, "<!DOCTYPE d>"])
@pytest.mark.parametrize(
    "part",
    [
        "word/document.xml",
        "[Content_Types].xml",
        "_rels/.rels",
        "docProps/core.xml",
        "word/_rels/document.xml.rels",
    ],
)
def test_declarations_are_refused_in_every_part(make_docx, unzipped, zipped, part, declaration):
    files = unzipped(make_docx("x"))
    files[part] = declaration.encode() + files[part]
    assert "declarations" in _refusal(zipped(files))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp037"])
def test_declarations_are_found_in_every_encoding(make_docx, unzipped, zipped, encoding):
    files = unzipped(make_docx("x"))
    heading = '<?xml version="1.0" encoding="IBM037"?>' if encoding == "cp037" else ""
    text = heading + _FILE_READER + files["word/document.xml"].decode()
    files["word/document.xml"] = (
        heading.encode() + text.encode(encoding) if heading else text.encode(encoding)
    )
    assert "declarations" in _refusal(zipped(files))


def test_declarations_are_found_behind_a_name_that_is_no_xml(make_docx, unzipped, zipped):
    files = {**unzipped(make_docx("x")), "word/picture.png": _LAUGHS.encode() + b"<a/>"}
    assert "declarations" in _refusal(zipped(files))


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "http://evil.example/t.dotm"),
        ("oleObject", "https://evil.example/o"),
        ("image", "http://evil.example/pixel.png"),
        ("attachedTemplate", "\\\\evil.example\\share\\t.dotm"),
        ("frame", "file://///evil.example/share/f"),
    ],
)
def test_what_would_be_fetched_when_opened_is_refused(make_docx, unzipped, zipped, kind, target):
    files = unzipped(make_docx("x"))
    link = (
        f'<Relationship Id="r99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships/{kind}" TargetMode="External" Target="{target}"/>'
    )
    files["word/_rels/document.xml.rels"] = files["word/_rels/document.xml.rels"].replace(
        b"</Relationships>", link.encode() + b"</Relationships>"
    )
    assert "would fetch" in _refusal(zipped(files))


def test_a_link_to_click_is_no_harm(make_docx, unzipped, zipped):
    files = unzipped(make_docx("x"))
    link = (
        '<Relationship Id="r99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/hyperlink" TargetMode="External" Target="https://www.pbc.gov.cn/"/>'
    )
    files["word/_rels/document.xml.rels"] = files["word/_rels/document.xml.rels"].replace(
        b"</Relationships>", link.encode() + b"</Relationships>"
    )
    docx_guard.check(zipped(files))


def test_a_part_with_a_password_is_refused(make_docx):
    content = bytearray(make_docx("x"))
    # The flag of encryption, in the list at the end where zip readers look.
    place = content.find(b"PK\x01\x02")
    content[place + 8] |= 1
    assert "cannot be read as a Word document" in _refusal(bytes(content))


def test_every_part_is_read_with_its_name(make_docx):
    with zipfile.ZipFile(io.BytesIO(make_docx("x", parts={"header": "y"}))) as package:
        names = [name for name, _ in docx_guard.xml_parts(package)]
    assert {"word/document.xml", "word/header.xml", "_rels/.rels"} <= set(names)
