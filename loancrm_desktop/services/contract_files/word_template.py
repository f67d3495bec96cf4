"""docxtpl for contracts: which parts it fills, and three of its habits mended."""

# docxtpl and lxml come without types:
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false
# pyright: reportAttributeAccessIssue=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, cast

import docxtpl
from docx.opc.part import Part
from lxml import etree
from markupsafe import Markup

RENDERER = f"docxtpl {docxtpl.__version__}"
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
_PROPERTY_LENGTH = 255
_FOOTNOTES = "wordprocessingml.footnotes+xml"
_FILLED_KINDS = (
    "document.main+xml",
    "template.main+xml",
    "header+xml",
    "footer+xml",
    "core-properties+xml",
    _FOOTNOTES,
)
_PARAGRAPH = re.compile(r"<w:p([ >])")
_XML_TAG = re.compile(r"<[^>]*>")


class TornPageError(ValueError):
    """What came out of a template is no longer XML: a tag begins here and ends there."""


class WordTemplate(docxtpl.DocxTemplate):
    """A Word template: what Jinja gets of it, and what it becomes."""

    def __init__(self, content: bytes) -> None:
        super().__init__(io.BytesIO(content))
        self.init_docx()

    def sources(self) -> Iterator[str]:
        """Answer what docxtpl gives to Jinja, part by part, a line for each paragraph."""
        for xml in self.raw_parts():
            yield _PARAGRAPH.sub(r"\n<w:p\1", self.patch_xml(xml))
        properties = cast("Any", self.docx).core_properties
        for name in _PROPERTIES:
            yield str(getattr(properties, name))

    def raw_parts(self) -> Iterator[str]:
        """Answer the XML of each part that is filled, as Word wrote it."""
        yield str(self.get_xml())
        for kind in (self.HEADER_URI, self.FOOTER_URI):
            for _, part in self.get_headers_footers(kind):
                yield str(self.get_part_xml(part))
        for part in self._parts():
            if _FOOTNOTES in part.content_type:
                yield _xml_of(part)

    def unfilled_parts(self) -> Iterator[str]:
        """Answer the XML of each part that docxtpl passes over, such as comments."""
        for part in self._parts():
            kind = part.content_type
            if kind.endswith("xml") and not any(filled in kind for filled in _FILLED_KINDS):
                yield _xml_of(part)

    def document(self) -> bytes:
        """Answer the filled document as a file."""
        filled = io.BytesIO()
        self.save(filled)
        return filled.getvalue()

    def render_footnotes(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """Fill the footnotes once.

        WORKAROUND docxtpl 0.20.2 fills them once for every section: what a customer's name
        says would be read as a template the second time.
        """
        for part in self._parts():
            if _FOOTNOTES in part.content_type:
                xml = self.patch_xml(_xml_of(part))
                filled = self.render_xml_part(xml, part, context, jinja_env)
                cast("Any", part)._blob = filled.encode()  # noqa: SLF001 - as docxtpl does

    def render_properties(self, context: dict[str, Any], jinja_env: Any = None) -> None:
        """Fill title, author and the like; these are texts, not XML, so nothing is escaped."""
        properties = cast("Any", self.docx).core_properties
        for name in _PROPERTIES:
            written = str(getattr(properties, name))
            if "{" in written:
                filled = Markup(jinja_env.from_string(written).render(context)).unescape()  # noqa: S704 - taken back at once
                setattr(properties, name, filled[:_PROPERTY_LENGTH])

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        """Fill one part that holds together afterwards.

        docxtpl mends a torn one by dropping what does not fit: text would be lost silently.

        Raises:
            TornPageError: the filled part does not hold together.
        """
        filled = super().render_xml_part(src_xml, part, context, jinja_env)
        try:
            etree.fromstring(filled.encode(), etree.XMLParser(resolve_entities=False))
        except etree.XMLSyntaxError as error:
            raise TornPageError from error
        return filled

    def _parts(self) -> list[Part]:
        return list(cast("Any", self.docx).part.package.iter_parts())


def paragraph_texts(xml: str) -> Iterator[str]:
    """Answer what is written in each paragraph of a part, without its XML."""
    for piece in re.split(r"(?=<w:p[ >])", xml):
        if text := plain_text(piece):
            yield text


def plain_text(xml: str) -> str:
    """Take the XML off a text."""
    return " ".join(_XML_TAG.sub("", xml).split())


def _xml_of(part: Part) -> str:
    return part.blob.decode("utf-8", "replace")
