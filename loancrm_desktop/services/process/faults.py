"""What can be wrong in a process as drawn: where, how bad, in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from loancrm_desktop.services.process.definition import Definition
from loancrm_desktop.terms import Term
from loancrm_desktop.texts import Text


@dataclass(frozen=True, slots=True)
class ProcessFault:
    """One thing that is wrong.

    Attributes:
        place: where in the JSON form, such as `nodes.3.handler`.
        code: for programs.
        text: for people.
        node: the node's key, where it is about one.
        edge: the arrow's key (`from>to`), where it is about one.
        level: an `error` stands in the way of publishing, a `warning` does not.
    """

    place: str
    code: str
    text: Text
    node: str | None = None
    edge: str | None = None
    level: Literal["error", "warning"] = "error"


def node_text(design: Definition, key: str) -> Text:
    """Answer a node's name for a sentence."""
    zh, en = design.name_of(key)
    return Term(f"node.{key}", zh, en)


def stage_text(design: Definition, key: str) -> Text:
    """Answer a stage's name for a sentence; a key nobody drew as it is."""
    stage = design.stage_by_key.get(key)
    if stage is None:
        return Term(f"stage.{key}", key, key)
    return Term(f"stage.{key}", stage.name_zh, stage.name_en or stage.name_zh)
