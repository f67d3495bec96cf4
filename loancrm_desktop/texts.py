"""Texts people read: written in English in the code, shown in the language they chose."""

from __future__ import annotations

import gettext
from collections.abc import Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

from loancrm_desktop import english_counts, places

LANGUAGES = ("zh", "en")
_PACKED = "$text"

_language: ContextVar[str] = ContextVar("language", default="zh")
_default_language = ["zh"]


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence with its values, not yet put into a language.

    Attributes:
        msgid: the English sentence with `{name}` places, as in the translation catalogue; empty
            for several names one after the other (`listed`).
        values: what goes into the places; a value may itself be a Text.
    """

    msgid: str
    values: Mapping[str, object] = field(default_factory=dict[str, object])

    def __str__(self) -> str:
        return self.read()

    def read(self, language: str | None = None) -> str:
        """Say the sentence in a language (default: the one in force)."""
        chosen = language or current_language()
        said = {
            name: value.read(chosen) if isinstance(value, Text) else value
            for name, value in self.values.items()
        }
        if not self.msgid:
            return ("、" if chosen == "zh" else ", ").join(map(str, said.values()))
        template = _catalogue(chosen).gettext(self.msgid)
        if chosen == "en":
            template = english_counts.for_one(template, said)
        return template.format(**said) if said else template


def listed(names: Iterable[object]) -> Text:
    """Make one Text of several names, with the mark of the reader's language between them."""
    return Text("", {str(place): name for place, name in enumerate(names)})


def packed(text: Text) -> list[Any]:
    """Take a Text apart for JSON, with the Texts in it; the reader says it in their language."""
    values = {
        name: {_PACKED: packed(value)} if isinstance(value, Text) else value
        for name, value in text.values.items()
    }
    return [text.msgid, values]


def unpacked(parts: Sequence[Any]) -> Text:
    """Put a Text together that `packed` took apart."""
    values: Mapping[str, Any] = parts[1]
    return Text(parts[0], {name: _unpacked_value(value) for name, value in values.items()})


def _unpacked_value(value: Any) -> object:
    if not isinstance(value, dict):
        return value
    held = cast("dict[str, Any]", value)
    return unpacked(held[_PACKED]) if _PACKED in held else held


def say(msgid: str, **values: object) -> Text:
    """Make a Text; `msgid` is a literal so that the catalogue can be extracted."""
    return Text(msgid, values)


def tr(msgid: str, **values: object) -> str:
    """Say a literal sentence at once, in the language in force."""
    return Text(msgid, values).read()


def current_language() -> str:
    """Answer the language in force: `zh` or `en`."""
    return _language.get(_default_language[0])


def set_language(language: str) -> None:
    """Switch the program's language for this and all later threads.

    Raises:
        ValueError: the language is not one of LANGUAGES.
    """
    if language not in LANGUAGES:
        raise ValueError(language)
    _default_language[0] = language
    _language.set(language)


@lru_cache(maxsize=4)
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == "en":
        return gettext.NullTranslations()
    folder = places.resources() / "translations"
    return gettext.translation("loancrm", folder, [language], fallback=True)
