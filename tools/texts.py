"""The catalogue of translations: gathered from the code, kept in a .po file, compiled to a .mo.

Every sentence people read is a literal in `say("…")` or `tr("…")`; anything else cannot be
gathered and is reported as a fault.
"""

from __future__ import annotations

import ast
import io
import string
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

CHECKOUT = Path(__file__).resolve().parent.parent
PACKAGE = CHECKOUT / "loancrm_desktop"
PO_FILE = CHECKOUT / "resources" / "translations" / "zh" / "LC_MESSAGES" / "loancrm.po"
SPEAKERS = ("say", "tr")


@dataclass
class Gathered:
    """Sentences found in the code, each with the files that say it; and what is wrong."""

    sentences: dict[str, set[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def places_in(sentence: str) -> set[str]:
    """Name the places of a sentence, `{name}` -> name; none when its braces are plain text."""
    try:
        names = {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}
    except ValueError:
        return set()
    return names if all(name.isidentifier() for name in names) else set()


def gather(files: Iterable[Path]) -> Gathered:
    """Collect the sentences of Python files; faults are calls that cannot be translated."""
    found = Gathered()
    for path in files:
        where = path.relative_to(CHECKOUT).as_posix()
        for call in _calls(ast.parse(path.read_text(encoding="utf-8"))):
            match call.args:
                case [ast.Constant(value=str(sentence))]:
                    found.sentences.setdefault(sentence, set()).add(where)
                    fault = _fault_of(sentence, call)
                case _:
                    fault = "takes one literal sentence, or it cannot be translated"
            if fault:
                found.faults.append(f"{where}:{call.lineno} {fault}")
    return found


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _speaks(node.func):
            yield node


def _speaks(function: ast.expr) -> bool:
    """Tell `say(…)` and `texts.say(…)` from the method of that name on something else."""
    match function:
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="texts"), attr=name):
            return name in SPEAKERS
    return False


def _fault_of(sentence: str, call: ast.Call) -> str:
    given = {keyword.arg for keyword in call.keywords}
    if None in given:
        return "gives its values as **something: nobody can tell whether they fit"
    if given != places_in(sentence):
        return f"gives {sorted(map(str, given))} to {sorted(places_in(sentence))}"
    return ""


def gather_program() -> Gathered:
    """Collect the sentences of the whole program; texts.py itself only passes them on."""
    return gather(path for path in sorted(PACKAGE.rglob("*.py")) if path != PACKAGE / "texts.py")


def read_catalogue(po_file: Path = PO_FILE) -> Catalog:
    """Read the translations there are; an empty catalogue when there are none yet."""
    if not po_file.is_file():
        return Catalog(locale="zh", project="LoanCRM Desktop", fuzzy=False, charset="utf-8")
    with po_file.open("rb") as file:
        return read_po(file, locale="zh")


def renewed(old: Catalog, found: Gathered) -> Catalog:
    """Answer a catalogue of exactly the sentences found, with the translations that fit them."""
    new = Catalog(
        locale="zh",
        project="LoanCRM Desktop",
        version="1",
        msgid_bugs_address="",
        creation_date=old.creation_date,
        revision_date=old.revision_date,
        last_translator="LoanCRM Desktop",
        language_team="zh",
        header_comment="# Simplified Chinese of LoanCRM Desktop.",
        fuzzy=False,
        charset="utf-8",
    )
    for sentence in sorted(found.sentences):
        kept = old.get(sentence)
        new.add(
            sentence,
            kept.string if kept is not None and not kept.fuzzy else "",
            locations=[(where, 0) for where in sorted(found.sentences[sentence])],
        )
    return new


def written_po(catalogue: Catalog) -> bytes:
    """Answer the bytes of the .po file; no line numbers, so that moving code changes nothing."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=100, sort_output=True, include_lineno=False)
    return buffer.getvalue()


def written_mo(catalogue: Catalog) -> bytes:
    """Answer the bytes of the compiled file that the program reads."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def main() -> int:
    """Renew and compile the catalogue; answer 1 when the code has sentences nobody can translate."""
    found = gather_program()
    catalogue = renewed(read_catalogue(), found)
    PO_FILE.parent.mkdir(parents=True, exist_ok=True)
    PO_FILE.write_bytes(written_po(catalogue))
    PO_FILE.with_suffix(".mo").write_bytes(written_mo(catalogue))
    missing = [message.id for message in catalogue if message.id and not message.string]
    print(f"texts: {len(found.sentences)} sentences, {len(missing)} not translated yet")
    for fault in found.faults:
        print(f"texts: {fault}")
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
