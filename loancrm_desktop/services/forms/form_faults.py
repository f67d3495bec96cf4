"""Everything wrong in a form's JSON, each fault at its place; and the small parts all of it has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from loancrm_desktop.errors import FieldProblem
from loancrm_desktop.services.forms.form_parts import Words
from loancrm_desktop.services.language.names import shown
from loancrm_desktop.texts import Text, say

MAX_WORDS = 500
MOST_PROBLEMS = 200


@dataclass(slots=True)
class Faults:
    """Collects faults while a form is read; a place is the path into the JSON."""

    problems: list[FieldProblem] = field(default_factory=list[FieldProblem])

    def add(self, place: str, code: str, text: Text) -> None:
        """Note a fault."""
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(FieldProblem(place, code, text))

    def mapping(self, raw: object, place: str) -> dict[str, Any]:
        """Answer a JSON object, an empty one after noting that it is none."""
        if isinstance(raw, Mapping):
            given = cast("Mapping[object, Any]", raw)
            if all(isinstance(key, str) for key in given):
                return dict(cast("Mapping[str, Any]", given))
        self.add(place, "object_expected", say("Here stands a JSON object."))
        return {}

    def items(self, raw: object, place: str, most: int) -> Sequence[Any]:
        """Answer a JSON list, an empty one after noting that it is none or too long."""
        if raw is None:
            return ()
        if not isinstance(raw, list | tuple):
            self.add(place, "list_expected", say("Here stands a list."))
            return ()
        given = cast("Sequence[Any]", raw)
        if len(given) > most:
            text = say(
                "There are {count} entries; at most {most} fit.", count=len(given), most=most
            )
            self.add(place, "too_many", text)
            return ()
        return given

    def only(self, given: Mapping[str, Any], known: frozenset[str], place: str) -> None:
        """Note every key that has no meaning here."""
        for key in given:
            if key not in known:
                text = say(
                    "There is no part {name} here; there are: {known}.",
                    name=shown(key),
                    known=", ".join(sorted(known)),
                )
                self.add(f"{place}.{shown(key)}", "unknown_part", text)

    def words(self, raw: object, place: str, *, needed: bool = False) -> Words:
        """Answer a text in both languages; a plain text stands for both."""
        if raw is None and not needed:
            return Words()
        given: Mapping[str, Any] = {"zh": raw} if isinstance(raw, str) else self.mapping(raw, place)
        self.only(given, frozenset({"zh", "en"}), place)
        texts = [given.get("zh") or "", given.get("en") or ""]
        if not all(isinstance(each, str) and len(each) <= MAX_WORDS for each in texts):
            text = say("A text has at most {count} characters.", count=MAX_WORDS)
            self.add(place, "text_expected", text)
            return Words()
        zh, en = (" ".join(each.split()) for each in texts)
        if needed and not (zh or en):
            self.add(place, "empty", say("Give it a title."))
        return Words(zh or en, en or zh)

    def flag(self, given: Mapping[str, Any], key: str, place: str) -> bool:
        """Answer a yes or no."""
        value = given.get(key, False)
        if not isinstance(value, bool):
            self.add(f"{place}.{key}", "yes_no_expected", say("Here stands true or false."))
            return False
        return value

    def one_of(self, given: Mapping[str, Any], key: str, known: Sequence[str], place: str) -> str:
        """Answer one of several words, the first when nothing stands there."""
        value = given.get(key)
        if value is None:
            return known[0]
        if value not in known:
            text = say(
                "“{value}” cannot stand here; these can: {known}.",
                value=shown(value),
                known=", ".join(known),
            )
            self.add(f"{place}.{key}", "unknown_word", text)
            return known[0]
        return str(value)

    def names(self, given: Mapping[str, Any], key: str, place: str) -> tuple[str, ...]:
        """Answer a list of keys."""
        items = self.items(given.get(key), f"{place}.{key}", 500)
        if not all(isinstance(each, str) and 0 < len(each) <= 64 for each in items):
            self.add(f"{place}.{key}", "text_expected", say("Here stand keys."))
            return ()
        return tuple(dict.fromkeys(cast("Sequence[str]", items)))
