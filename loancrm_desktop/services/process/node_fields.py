"""Which fields of a deal are shown and open in the node it stands in, as the process is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from loancrm_desktop.errors import FieldProblem, Invalid, Refused
from loancrm_desktop.models.deals import Deal
from loancrm_desktop.services import office_hand
from loancrm_desktop.services.forms.catalog import catalog_of
from loancrm_desktop.services.forms.records import value_of
from loancrm_desktop.services.office import Work
from loancrm_desktop.services.process import standing
from loancrm_desktop.services.process.faults import node_text
from loancrm_desktop.services.process.standing import Standing
from loancrm_desktop.terms import Term
from loancrm_desktop.texts import say


@dataclass(frozen=True, slots=True)
class NodeFields:
    """What a node says of a deal's fields.

    Attributes:
        not_shown: keys of fields it leaves out.
        not_open: keys of fields that cannot be changed there, those left out with them.
    """

    not_shown: tuple[str, ...] = ()
    not_open: tuple[str, ...] = ()


NOTHING_SAID = NodeFields()
"""All is shown, all is open."""


def fields_here(work: Work, deal: Deal) -> NodeFields:
    """Answer what the node of a deal says of its fields; what it asks for is shown and open."""
    now = _standing(work, deal)
    return NOTHING_SAID if now is None else _of(work, now)


def _standing(work: Work, deal: Deal) -> Standing | None:
    try:
        return standing.standing(work, deal)
    except Refused:
        return None  # its process is gone: nothing is drawn any more


def _of(work: Work, now: Standing) -> NodeFields:
    node = now.node
    if node.visible is None and node.editable is None:
        return NOTHING_SAID
    asked = {*_own(node.required)}
    for edge in now.design.out_of.get(node.key, ()):
        asked |= _own(edge.requires)
    keys = tuple(catalog_of(work).kind("deal").fields)
    shown = {*keys} if node.visible is None else _own(node.visible) | asked
    free = {*keys} if node.editable is None else _own(node.editable) | asked
    return NodeFields(
        tuple(key for key in keys if key not in shown),
        tuple(key for key in keys if key not in shown & free),
    )


def _own(names: Iterable[str]) -> set[str]:
    """Answer the keys of the deal's own fields among some names."""
    return {
        key for kind, _, key in (name.rpartition(".") for name in names) if kind in ("", "deal")
    }


def refuse_closed(work: Work, deal: Deal, read: Mapping[str, Any]) -> None:
    """Let only fields be changed by hand that are open where the deal stands.

    Raises:
        Invalid: naming every field that is not; what the office itself has drawn may.
    """
    now = None if not read or office_hand.acts_for_the_office(work) else _standing(work, deal)
    closed = () if now is None else _of(work, now).not_open
    fields = catalog_of(work).kind("deal").fields
    problems = [
        FieldProblem(
            key,
            "read_only",
            say(
                "{field} cannot be changed while the deal is in {node}.",
                field=Term(f"field.{key}", fields[key].label_zh, fields[key].label_en),
                node=node_text(now.design, now.node.key),
            ),
        )
        for key, value in read.items()
        if now is not None and key in closed and value != value_of(deal, "deal", fields[key])
    ]
    if problems:
        raise Invalid(problems[0].text, problems)
