"""Checks and fills Word templates, each in a child process of its own with limits."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from rapidfuzz import fuzz, process

from loancrm_desktop.errors import FieldProblem, Invalid, Unavailable
from loancrm_desktop.services import children
from loancrm_desktop.services.contract_files import docx_guard, word_values
from loancrm_desktop.services.contract_files.fill_child import FROZEN_FLAG
from loancrm_desktop.texts import Text, listed, say, unpacked

LIMITS = children.Limits(seconds=10, memory_mb=512)
_CHILD = "loancrm_desktop.services.contract_files.fill_child"
_NEAR_ENOUGH = 60


@dataclass(frozen=True, slots=True)
class Bounds:
    """How long a filling may take and how much memory, and who may stop it.

    Attributes:
        limits: for the child.
        cancelled: asked five times a second; True gives up, and nothing is written.
    """

    limits: children.Limits = LIMITS
    cancelled: Callable[[], bool] | None = None


BOUNDS = Bounds()


@dataclass(frozen=True, slots=True)
class UnknownField:
    """A field of a template that the program does not know.

    Attributes:
        name: as the template has it, such as `custmer.name`.
        nearest: the known field that reads most like it; empty when none is near.
        where: the paragraph it stands in.
    """

    name: str
    nearest: str
    where: str


@dataclass(frozen=True, slots=True)
class TemplateProblem:
    """What stands in the way of filling a template, with the paragraph it stands in."""

    text: Text
    where: str


@dataclass(frozen=True, slots=True)
class TemplateFields:
    """What a template asks for.

    Attributes:
        fields: every field it names, each once, in order of appearance.
        unknown: those of them that are not known, each once.
        problems: what must be mended before it can be filled.
    """

    fields: tuple[str, ...]
    unknown: tuple[UnknownField, ...]
    problems: tuple[TemplateProblem, ...]


@dataclass(frozen=True, slots=True)
class Filled:
    """A contract that was written.

    Attributes:
        out: where it lies.
        fields: every field the template names.
        missing: those that were left as a blank line, because that was asked for.
        sha256: the fingerprint of the file, in hexadecimal.
        renderer: what filled it, with its version.
    """

    out: Path
    fields: tuple[str, ...]
    missing: tuple[str, ...]
    sha256: str
    renderer: str


def fields_of(
    template: Path, known: Collection[str], *, limits: children.Limits = LIMITS
) -> TemplateFields:
    """List the fields of a template, those unknown with the nearest known, and its faults.

    Args:
        template: the Word file.
        known: the keys that may be used, such as `customer.name`; as a mapping, with their
            labels, by which the nearest is found too.
        limits: for the child that reads the file.

    Raises:
        Invalid: the file is no Word document that may be opened.
        Unavailable: the file cannot be read from the disk.
    """
    answer, _ = _ask({"act": "check"}, _content_of(template), Bounds(limits))
    found = cast("list[tuple[str, str]]", answer["fields"])
    first_places: dict[str, str] = {}
    for name, where in found:
        first_places.setdefault(name, where)
    unknown = tuple(
        UnknownField(name, nearest(name, known), where)
        for name, where in first_places.items()
        if name not in known
    )
    return TemplateFields(tuple(first_places), unknown, _problems(answer))


def fill(
    template: Path,
    values: Mapping[str, word_values.Value],
    out: Path,
    *,
    allow_missing: bool = False,
    labels: Mapping[str, str] | None = None,
    bounds: Bounds = BOUNDS,
) -> Filled:
    """Fill a template with values and write the document; all of it or nothing.

    A file already there is replaced, in one step, only once the new one is complete.

    Args:
        template: the Word file.
        values: records of printed values, such as `{"customer": {"name": "王芳"}}`; made
            with `word_values`.
        out: where the document goes.
        allow_missing: leave a visible line where a value is missing; the answer names them.
        labels: what people call the fields, for naming those that are missing.
        bounds: how long it may take, and who may stop it.

    Raises:
        Invalid: the template may not be filled, or values are missing (a problem for each).
        Unavailable: the template cannot be read or the document not written, or it was
            cancelled.
    """
    document, answer = document_of(
        template, values, allow_missing=allow_missing, labels=labels, bounds=bounds
    )
    missing = cast("list[str]", answer["missing"])
    _write(out, document)
    return Filled(
        out=out,
        fields=tuple(cast("list[str]", answer["fields"])),
        missing=tuple(missing),
        sha256=hashlib.sha256(document).hexdigest(),
        renderer=str(answer["renderer"]),
    )


def document_of(
    template: Path,
    values: Mapping[str, word_values.Value],
    *,
    allow_missing: bool = False,
    labels: Mapping[str, str] | None = None,
    bounds: Bounds = BOUNDS,
) -> tuple[bytes, Mapping[str, Any]]:
    """Fill a template as `fill` does, and write nothing.

    Returns:
        The document, and what was told of it: `fields`, `missing`, `renderer`.

    Raises:
        Invalid: the template may not be filled, or values are missing (a problem for each).
        Unavailable: the template cannot be read, or it was cancelled.
    """
    question = {"act": "fill", "values": word_values.plain(values)}
    answer, document = _ask(question, _content_of(template), bounds)
    if problems := _problems(answer):
        raise Invalid(_refusal(problems), [_as_field_problem(problem) for problem in problems])
    missing = cast("list[str]", answer["missing"])
    if missing and not allow_missing:
        raise _lacking({name: (labels or {}).get(name, name) for name in missing})
    return document, answer


def missing_in(
    template: Path, values: Mapping[str, word_values.Value], *, bounds: Bounds = BOUNDS
) -> tuple[str, ...]:
    """Name the values a template would lack, by filling it for nobody: nothing is written.

    Raises:
        Invalid: the template may not be filled.
        Unavailable: the template cannot be read, or it was cancelled.
    """
    question = {"act": "fill", "values": word_values.plain(values)}
    answer, _ = _ask(question, _content_of(template), bounds)
    if problems := _problems(answer):
        raise Invalid(_refusal(problems), [_as_field_problem(problem) for problem in problems])
    return tuple(cast("list[str]", answer["missing"]))


def nearest(name: str, known: Collection[str]) -> str:
    """Answer the known field that reads most like a name, by its key or its label."""
    readings = {key: key for key in known}
    if isinstance(known, Mapping):
        labels = cast("Mapping[str, object]", known)
        readings |= {f"{key} ": str(label) for key, label in labels.items()}
    best = process.extractOne(name, readings, scorer=fuzz.WRatio, score_cutoff=_NEAR_ENOUGH)
    return best[2].rstrip() if best else ""


def _content_of(template: Path) -> bytes:
    try:
        if template.stat().st_size > docx_guard.MAX_FILE_MB * 1024 * 1024:
            raise Invalid(docx_guard.too_large())
        return template.read_bytes()
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError) as error:
        raise Invalid(say("There is no template at {path}.", path=str(template))) from error
    except OSError as error:
        raise Unavailable(
            say(
                "The template {path} cannot be read. Close it in other programs and check "
                "that you may open it.",
                path=str(template),
            )
        ) from error


def _ask(
    question: dict[str, Any],
    content: bytes,
    bounds: Bounds,
) -> tuple[dict[str, Any], bytes]:
    head = json.dumps(question, ensure_ascii=True).encode()
    ended = children.run(
        children.command_of(_CHILD, FROZEN_FLAG),
        head + b"\n" + content,
        bounds.limits,
        bounds.cancelled,
    )
    if ended.how == "cancelled":
        raise Unavailable(say("The contract was cancelled; nothing was written."), "cancelled")
    if ended.how in {"out_of_time", "out_of_memory"}:
        raise Invalid(
            say(
                "The template takes more than {seconds} seconds or {memory} MB to fill, so it "
                "was stopped. Take loops or large pictures out of it.",
                seconds=f"{bounds.limits.seconds:g}",
                memory=bounds.limits.memory_mb,
            )
        )
    if ended.how == "crashed":
        raise Invalid(docx_guard.not_a_word_file())
    line, _, document = ended.answer.partition(b"\n")
    answer = cast("dict[str, Any]", json.loads(line))
    if "unreadable" in answer:
        raise Invalid(unpacked(answer["unreadable"]))
    return answer, document


def _problems(answer: dict[str, Any]) -> tuple[TemplateProblem, ...]:
    return tuple(TemplateProblem(unpacked(text), where) for text, where in answer["faults"])


def _refusal(problems: tuple[TemplateProblem, ...]) -> Text:
    first = problems[0]
    if not first.where:
        return first.text
    return say(
        "The template cannot be filled ({count} problems). In “{where}”: {problem}",
        count=len(problems),
        where=first.where,
        problem=first.text,
    )


def _as_field_problem(problem: TemplateProblem) -> FieldProblem:
    return FieldProblem(problem.where, "template", problem.text)


def _lacking(labels: Mapping[str, str]) -> Invalid:
    return Invalid(
        say(
            "{count} fields of the contract have no value yet: {fields}. Fill them in, "
            "then make the contract.",
            count=len(labels),
            fields=listed(labels.values()),
        ),
        [
            FieldProblem(name, "missing", say("“{field}” has no value yet.", field=label))
            for name, label in labels.items()
        ],
    )


def _write(out: Path, document: bytes) -> None:
    """Write beside the place and put it there in one step, so nobody sees half a contract."""
    try:
        descriptor, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=out.parent)
    except OSError as error:
        raise _not_written(out, error) from error
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(document)
            file.flush()
            os.fsync(file.fileno())
        part.replace(out)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise _not_written(out, error) from error


def _not_written(out: Path, error: OSError) -> Unavailable:
    if error.errno == errno.ENOSPC:
        return Unavailable(
            say(
                "The disk is full, so {path} was not written. Make room and try again.",
                path=str(out),
            ),
            "disk_full",
        )
    if error.errno in {errno.ENOENT, errno.ENOTDIR}:
        return Unavailable(
            say("The folder of {path} does not exist. Choose another place.", path=str(out)),
            "missing",
        )
    return Unavailable(
        say(
            "{path} cannot be written. Close it in Word if it is open there, or choose "
            "another place.",
            path=str(out),
        ),
        "read_only",
    )
