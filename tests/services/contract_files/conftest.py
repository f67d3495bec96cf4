"""Small Word files made in memory, and the canary that tells if anything was run."""

import io
import os
import subprocess
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OPENING = f'xmlns:w="{WORD}" xmlns:r="{RELATIONS}"'


def _paragraph(text: str) -> str:
    return f'<w:p><w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'


def _notes(kind: str, text: str) -> str:
    note = f'<w:footnote w:id="1">{_paragraph(text)}</w:footnote>'
    return f"<w:{kind} {_OPENING}>{note}</w:{kind}>"


def make_docx(*texts: str, parts: Mapping[str, str] | None = None, sections: int = 1) -> bytes:
    """Make a Word file of paragraphs; `parts` are header, footer, footnotes, endnotes, comments,
    the title, or the whole `document` part as XML."""
    parts = dict(parts or {})
    title = parts.pop("title", "")
    breaks = "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>" * (sections - 1)
    body = "".join(_paragraph(text) for text in texts) + breaks + "<w:sectPr/>"
    document = parts.pop("document", f"<w:document {_OPENING}><w:body>{body}</w:body></w:document>")
    files = {"word/document.xml": document}
    kinds, links = "", ""
    for number, (name, text) in enumerate(parts.items(), start=10):
        shape = {"header": "hdr", "footer": "ftr"}.get(name)
        files[f"word/{name}.xml"] = (
            f"<w:{shape} {_OPENING}>{_paragraph(text)}</w:{shape}>" if shape else _notes(name, text)
        )
        kinds += f'<Override PartName="/word/{name}.xml" ContentType="{_KIND}.{name}+xml"/>'
        links += f'<Relationship Id="r{number}" Type="{RELATIONS}/{name}" Target="{name}.xml"/>'
    files["[Content_Types].xml"] = (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_KIND}.document.main+xml"/>'
        '<Override PartName="/docProps/core.xml" '
        'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        f"{kinds}</Types>"
    )
    files["_rels/.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="r1" Type="{RELATIONS}/officeDocument" Target="word/document.xml"/>'
        f'<Relationship Id="r2" Type="{_PACKAGE}/relationships/metadata/core-properties" '
        'Target="docProps/core.xml"/></Relationships>'
    )
    files["docProps/core.xml"] = (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(title)}</dc:title></cp:coreProperties>"
    )
    files["word/_rels/document.xml.rels"] = (
        f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'
    )
    return zipped(files)


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """Pack files as a Word file is packed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return packed.getvalue()


def unzipped(content: bytes) -> dict[str, bytes]:
    """Unpack a Word file."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(name="make_docx")
def _make_docx() -> Callable[..., bytes]:
    return make_docx


@pytest.fixture(name="zipped")
def _zipped() -> Callable[..., bytes]:
    return zipped


@pytest.fixture(name="unzipped")
def _unzipped() -> Callable[..., dict[str, bytes]]:
    return unzipped


@pytest.fixture
def texts_of() -> Callable[[bytes], str]:
    """Read what is written in a Word file, part after part, without XML."""

    def read(content: bytes) -> str:
        import docx

        document = docx.Document(io.BytesIO(content))
        lines = [paragraph.text for paragraph in document.paragraphs]
        for table in document.tables:
            lines += [cell.text for row in table.rows for cell in row.cells]
        for section in document.sections:
            for part in (section.header, section.footer):
                lines += [paragraph.text for paragraph in part.paragraphs]
        return "\n".join(lines)

    return read


@pytest.fixture
def word_files(shared) -> Path:
    return shared / "04_word"


@pytest.fixture
def run_by_template(monkeypatch) -> list[str]:
    """A list that stays empty as long as nothing starts a program or opens a file to write."""
    ran: list[str] = []

    def caught(name: str) -> Callable[..., None]:
        def instead(*_: object, **__: object) -> None:
            ran.append(name)

        return instead

    for name in ("system", "popen", "execv", "remove", "unlink", "rmdir"):
        monkeypatch.setattr(os, name, caught(f"os.{name}"))
    for name in ("Popen", "run", "call", "check_output", "getoutput"):
        monkeypatch.setattr(subprocess, name, caught(f"subprocess.{name}"))
    return ran
