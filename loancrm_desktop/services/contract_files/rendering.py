"""Reads the parts of a Word template and fills them; runs in the child process alone."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from loancrm_desktop.services.contract_files import docx_guard, template_check, word_values
from loancrm_desktop.services.contract_files.sandbox import ContractEnvironment, TemplateRefused
from loancrm_desktop.services.contract_files.word_template import (
    TornPageError,
    WordTemplate,
    paragraph_texts,
    plain_text,
)
from loancrm_desktop.texts import Text, say

_OBJECT_TAG = re.compile(r"\{\{(?:r|p|tr|tc)\s")
_ANY_TAG = re.compile(r"\{\{|\{%")
_FOREIGN = re.compile(
    r"\bMERGEFIELD\b|\$\{[^{}\s]+\}|«[^«»]+»|(?<![{\w])\{[#/]?[^\W\d][\w.]*\}(?!\})"
)
_WHERE_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Found:
    """A field and the text of the paragraph it stands in."""

    name: str
    where: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a template, and the text of the paragraph it stands in."""

    text: Text
    where: str


@dataclass(frozen=True, slots=True)
class Checked:
    """What a template names, and what is wrong in it."""

    fields: tuple[Found, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Rendered:
    """A filled template, or why it is none.

    Attributes:
        content: the filled document; empty when there are faults.
        fields: the fields the template names, each once.
        missing: fields that were printed without a value.
        faults: why nothing was filled.
    """

    content: bytes
    fields: tuple[str, ...]
    missing: tuple[str, ...]
    faults: tuple[Fault, ...]


def check(content: bytes) -> Checked:
    """Read every part of a template against the allow-list.

    Raises:
        Invalid: the file is no Word document that may be opened.
    """
    docx_guard.check(content)
    template = WordTemplate(content)
    environment = ContractEnvironment({})
    fields: list[Found] = []
    faults: list[Fault] = []
    for source in template.sources():
        paragraphs = _Paragraphs(source)
        reading = template_check.read(environment, source)
        fields += [Found(use.name, paragraphs.at(use.line)) for use in reading.uses]
        faults += [Fault(fault.text, paragraphs.at(fault.line)) for fault in reading.faults]
    faults += _misplaced(template)
    if not fields and not faults:
        faults += _of_other_programs(template)
    return Checked(tuple(fields), _each_once(faults))


def render(content: bytes, values: Mapping[str, word_values.Plain]) -> Rendered:
    """Fill a template; what has no value is printed as a line and named.

    Raises:
        Invalid: the file is no Word document that may be opened.
    """
    checked = check(content)
    names = tuple(dict.fromkeys(field.name for field in checked.fields))
    if checked.faults:
        return Rendered(b"", names, (), checked.faults)
    template = WordTemplate(content)
    environment = ContractEnvironment(values)
    try:
        template.render(environment.values, environment)
    except TemplateRefused as refused:
        return Rendered(b"", names, (), tuple(Fault(f.text, "") for f in refused.faults))
    except TypeError:
        return Rendered(b"", names, (), (Fault(_unfit(), ""),))
    except TornPageError:
        return Rendered(b"", names, (), (Fault(_torn(), ""),))
    ledger = environment.ledger
    missing = tuple(ledger.missing)
    if ledger.faults:
        return Rendered(b"", names, missing, tuple(Fault(text, "") for text in ledger.faults))
    return Rendered(template.document(), names, missing, ())


class _Paragraphs:
    """Finds the text of the paragraph that a line of a source stands in."""

    def __init__(self, source: str) -> None:
        self._first_lines: list[int] = []
        self._texts: list[str] = []
        line = 1
        for piece in re.split(r"(?=\n<w:p[ >])", source):
            # A piece begins with the line break before its paragraph.
            self._first_lines.append(line + (1 if piece.startswith("\n") else 0))
            self._texts.append(piece)
            line += piece.count("\n")

    def at(self, line: int) -> str:
        index = max(0, bisect_right(self._first_lines, line) - 1)
        return plain_text(self._texts[index])[:_WHERE_LENGTH]


def _misplaced(template: WordTemplate) -> list[Fault]:
    """Name fields that docxtpl would drop or pass over."""
    faults = [
        Fault(_no_objects(), text[:_WHERE_LENGTH])
        for xml in template.raw_parts()
        for text in paragraph_texts(xml)
        if _OBJECT_TAG.search(text)
    ]
    for xml in template.unfilled_parts():
        text = plain_text(xml)
        if found := _ANY_TAG.search(text):
            faults.append(Fault(_not_filled(), text[found.start() :][:_WHERE_LENGTH]))
    return faults


def _of_other_programs(template: WordTemplate) -> list[Fault]:
    """Name a placeholder of another program, in a template that has no field of ours."""
    for xml in template.raw_parts():
        for text in paragraph_texts(xml):
            if found := _FOREIGN.search(text):
                return [Fault(_other_program(found.group()), text[:_WHERE_LENGTH])]
    return []


def _each_once(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Drop repeats: a header may stand in a template three times over."""
    return tuple({(fault.where, str(fault.text)): fault for fault in faults}.values())


def _unfit() -> Text:
    return say("A loop or a comparison in the template does not fit the kind of its field.")


def _torn() -> Text:
    return say(
        "A tag begins in one place of the page and ends in another, so the page would fall "
        "apart. Put {start} and {end} each into a paragraph of its own.",
        start="{%p if … %}",
        end="{%p endif %}",
    )


def _no_objects() -> Text:
    return say(
        "Fields hold plain text: write {right} instead of {wrong}.",
        right="{{ … }}",
        wrong="{{r … }}",
    )


def _not_filled() -> Text:
    return say(
        "This field stands where it is not filled: only the text, headers, footers and "
        "footnotes are. Move it there, or delete the comment."
    )


def _other_program(example: str) -> Text:
    return say(
        "The template is made for another program; “{found}” is not filled here. Fields are "
        "written as {example}.",
        found=example,
        example="{{ customer.name }}",
    )
