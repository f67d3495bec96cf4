"""Contracts: a Word template filled for one deal, with what is missing named, never blank.

`make` and `check` run outside any session (outside lane): they read the values, fill the file
in a child process, and write one line into the history.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

from loancrm_desktop import display
from loancrm_desktop.errors import FieldProblem, Invalid, Need, Refused, Unavailable
from loancrm_desktop.services import access, contract_values, deals, own_folder
from loancrm_desktop.services.actor import Actor
from loancrm_desktop.services.calls import operation
from loancrm_desktop.services.contract_files import filling
from loancrm_desktop.services.contract_files.filling import TemplateProblem, UnknownField
from loancrm_desktop.services.contract_files.shipped import templates
from loancrm_desktop.services.office import Office, Work
from loancrm_desktop.terms import Term
from loancrm_desktop.texts import listed, say

values = contract_values.values
labels = contract_values.labels

_SUFFIX = ".docx"
_MASKS: Mapping[str, Callable[[str], str]] = {
    "phone": display.mask_phone,
    "phone2": display.mask_phone,
    "id_number": display.mask_id_number,
    "address": display.mask_address,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which contract to make.

    Attributes:
        template: the key of a shipped template, or the path of a Word file.
        out: where the document goes; `.docx`.
        allow_missing: leave a visible line where a value is missing.
    """

    deal_id: int
    template: str
    out: Path
    allow_missing: bool = False


@dataclass(frozen=True, slots=True)
class ContractMade:
    """A contract that was written and noted in the history.

    Attributes:
        fields: every field the template names.
        missing: those left as a visible line, because that was asked for.
        unknown: those of them that no record has.
        renderer: what filled it, with its version.
        sha256: the file's fingerprint, hexadecimal.
    """

    out: str
    fields: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    renderer: str
    sha256: str


@dataclass(frozen=True, slots=True)
class TemplateReport:
    """What a template asks for, and what stands in its way.

    Attributes:
        unknown: fields the program does not know, with the nearest it knows.
        problems: what must be mended before the template can be filled.
    """

    fields: tuple[str, ...]
    unknown: tuple[UnknownField, ...]
    problems: tuple[TemplateProblem, ...]


PreviewState = Literal["filled", "missing", "covered", "unknown", "unused"]


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One field of a template for one deal.

    Attributes:
        key: such as `customer.name`.
        text: what is printed, numbers of persons masked.
        state: `missing` where the contract needs it, `unused` where it does without.
    """

    key: str
    label: str
    text: str
    state: PreviewState


@dataclass(frozen=True, slots=True)
class ContractPreview:
    """What a contract would print.

    Attributes:
        problems: what must be mended in the template itself.
    """

    lines: tuple[PreviewLine, ...]
    problems: tuple[str, ...]


def check(office: Office, actor: Actor, template: str) -> TemplateReport:
    """List a template's fields, the unknown ones with the nearest known, and its faults.

    Runs: outside lane.

    Raises:
        Invalid: there is no such template, or it is no Word document that may be opened.
        Unavailable: the file cannot be read from the disk.
    """
    path = path_of(template)
    found = filling.fields_of(path, office.ask(actor, contract_values.labels))
    return TemplateReport(found.fields, found.unknown, found.problems)


def preview(office: Office, actor: Actor, deal_id: int, template: str) -> ContractPreview:
    """Say of each field of a template what a deal's contract would print; nothing is written.

    Runs: outside lane.

    Raises:
        Invalid: there is no such template or deal, or the template may not be filled.
        Refused: the actor may make no contracts, or may not see the deal.
        Unavailable: the file cannot be read from the disk.
    """
    path = path_of(template)
    printed = office.ask(actor, contract_values.values, deal_id=deal_id)
    named = filling.fields_of(path, printed.labels)
    missing = () if named.problems else filling.missing_in(path, printed.values)
    unknown = {each.name for each in named.unknown}
    lines: list[PreviewLine] = []
    for name in named.fields:
        text = _shown(printed.values, name)
        state: PreviewState = "filled" if text else "unused"
        if name in unknown:
            state = "unknown"
        elif name in printed.covered:
            state = "covered"
        elif name in missing:
            state = "missing"
        lines.append(PreviewLine(name, printed.labels.get(name, name), text, state))
    return ContractPreview(tuple(lines), tuple(str(each.text) for each in named.problems))


def _shown(values: Mapping[str, Any], name: str) -> str:
    """Answer what a field prints, as a window may show it: numbers of persons masked."""
    found: Any = values
    for part in name.split("."):
        if not isinstance(found, Mapping):
            return ""
        found = cast("Mapping[str, Any]", found).get(part)
    if isinstance(found, Sequence) and not isinstance(found, str):
        return say("{count} entries", count=len(cast("Sequence[object]", found))).read()
    text = "" if found is None else str(found)
    record, _, key = name.rpartition(".")
    mask = None if record == "office" else _MASKS.get(key)
    return mask(text) if text and mask is not None else text


def make(office: Office, actor: Actor, wanted: Wanted) -> ContractMade:
    """Fill a template for a deal, write the document, note it in the deal's history.

    Runs: outside lane.

    Raises:
        Invalid: there is no such template or deal, the template may not be filled, it names
            fields nobody knows, or values are missing (a problem for each).
        Refused: the actor may make no contracts, may not see the deal, or may not see whole
            what the template prints.
        Unavailable: the template cannot be read or the document not written.
    """
    path = path_of(wanted.template)
    _refuse_other_formats(wanted.out)
    own_folder.refuse_inside(office.place.folder, wanted.out)
    printed = office.ask(actor, contract_values.values, deal_id=wanted.deal_id)
    named = filling.fields_of(path, printed.labels)
    if not named.problems:
        _refuse_covered(named.fields, printed)
        if not wanted.allow_missing:
            _refuse_unknown(named.unknown)
    # Put in its place only once the history knows of it; what lies there is not lost before.
    part = wanted.out.with_name(f"{wanted.out.name}.part")
    filled = filling.fill(
        path,
        printed.values,
        part,
        allow_missing=wanted.allow_missing,
        labels=printed.labels,
    )
    try:
        office.do(
            actor,
            note,
            deal_id=wanted.deal_id,
            template=_name_of(wanted.template),
            sha256=filled.sha256,
            renderer=filled.renderer,
        )
        _put(part, wanted.out)
    finally:
        part.unlink(missing_ok=True)
    return ContractMade(
        out=str(wanted.out),
        fields=filled.fields,
        missing=filled.missing,
        unknown=tuple(each.name for each in named.unknown),
        renderer=filled.renderer,
        sha256=filled.sha256,
    )


def _put(part: Path, out: Path) -> None:
    try:
        part.replace(out)
    except OSError as fault:
        raise Unavailable(
            say(
                "{name} cannot be written. Close the file if it is open, or choose another place.",
                name=out.name,
            ),
            "read_only",
        ) from fault


@operation("contracts.note")
def note(work: Work, deal_id: int, template: str, sha256: str, renderer: str) -> int:
    """Write into a deal's history that a contract was made; answers the deal's id.

    Args:
        work: the operation.
        deal_id: for which deal.
        template: the template's key or file name.
        sha256: the document's fingerprint, hexadecimal.
        renderer: what filled it, with its version.

    Raises:
        Invalid: there is no such deal.
        Refused: the actor may make no contracts, or may not see the deal.
    """
    access.require(work, "contracts.make")
    deal = deals.get(work, deal_id)
    told = say("fingerprint {fingerprint}", fingerprint=sha256).read()
    work.note = f"{template} · {renderer} · {told}"
    work.touches += [("deal", deal.id), ("customer", deal.customer_id)]
    return deal.id


def path_of(template: str) -> Path:
    """Answer the file of a template, named by key, name or path.

    Raises:
        Invalid: there is none.
    """
    shipped = {
        name: each.path
        for each in templates()
        for name in (each.key, each.name_zh, each.name_en, each.name_zh.removeprefix("贷款"))
    }
    if template in shipped:
        return Path(shipped[template])
    path = Path(template)
    if not path.is_file():
        raise Invalid(
            say(
                "There is no template {template}. Shipped are: {known}; or give the path of a "
                "Word file.",
                template=template,
                known=", ".join(shipped),
            )
        )
    return path


def _name_of(template: str) -> str:
    return Path(template).name


def _refuse_other_formats(out: Path) -> None:
    if out.suffix.lower() != _SUFFIX:
        raise Invalid(
            say(
                "Contracts are written as Word files: let the name {name} end in .docx.",
                name=out.name,
            )
        )


def _refuse_covered(fields: Sequence[str], printed: contract_values.PrintedValues) -> None:
    shut = frozenset(printed.covered)
    covered = [name for name in fields if name in shut]
    if covered:
        names = [printed.labels[name] for name in covered]
        raise Refused(
            say(
                "The contract prints {fields}, which your role does not see whole. Ask somebody "
                "who does to make it.",
                fields=listed(names),
            ),
            needs=[
                Need(name, Term(f"field.{name}", label, label))
                for name, label in zip(covered, names, strict=True)
            ],
            forbidden=True,
        )


def _refuse_unknown(unknown: Sequence[UnknownField]) -> None:
    if not unknown:
        return
    problems = [_unknown_problem(each) for each in unknown]
    raise Invalid(
        say(
            "The template names {count} fields that are not known. {first}",
            count=len(unknown),
            first=problems[0].text,
        ),
        problems,
    )


def _unknown_problem(field: UnknownField) -> FieldProblem:
    if field.nearest:
        text = say(
            "“{name}” is not known; did you mean “{nearest}”?",
            name=field.name,
            nearest=field.nearest,
        )
    else:
        text = say("“{name}” is not known.", name=field.name)
    return FieldProblem(field.name, "unknown_field", text)
