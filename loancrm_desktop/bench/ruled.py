"""Rules at work: a save that wakes fifty of them, and the pass of the clock over every customer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from loancrm_desktop.bench import office_seed
from loancrm_desktop.models.database import DRIVER
from loancrm_desktop.services import customers
from loancrm_desktop.services.rules import clock, drawing, shipping

RULES = 50
SILENCES = (3, 5, 7)
"""The shipped ladder; every customer counts as reminded, as on an office's usual day."""

_REMINDED = (
    "INSERT OR IGNORE INTO rule_run (rule, version, kind, record_id, occasion, at, state, facts,"
    " did, tries) SELECT ?, 1, 'customer', id, ? || ':customer:' || id || ':silent' || ? || ':'"
    " || coalesce(last_contact_at, created_at), 0, 'done', '{}', '{}', 0 FROM customer"
)


class Ruled:
    """One open office with the shipped rules and fifty more that a changed remark wakes."""

    def __init__(self, folder: Path, count: int) -> None:
        self._opened = office_seed.open_office(folder)
        self._count = count
        office, actor = self._opened.office, self._opened.actor
        office.do(actor, shipping.ship)
        for number in range(RULES):
            office.do(actor, drawing.save, _sleeping(number))
        with office.database.writing() as session:
            for days in SILENCES:
                key = f"silent_{days}"
                session.info[DRIVER].execute(_REMINDED, (key, key, days))
            office.database.commit(session)

    def close(self) -> None:
        """Close the office."""
        self._opened.office.close()

    def save(self, index: int) -> None:
        """Change a remark: each of the fifty rules is woken, and asks its condition."""
        self._save(index, "remark")

    def save_without(self, index: int) -> None:
        """Change another field of the same size: no rule is woken."""
        self._save(index, "occupation")

    def scan(self, _index: int) -> int:
        """Run every rule that time wakes; nobody is due, so that it is the search alone."""
        found = self._opened.office.do(self._opened.actor, clock.run)
        return len(found.fired)

    def _save(self, index: int, field: str) -> None:
        customer_id = index * 7919 % self._count + 1
        values = {field: f"{field} {index}"}
        office = self._opened.office
        office.do(self._opened.actor, customers.edit, customer_id, values)


def _sleeping(number: int) -> dict[str, Any]:
    """Answer a rule whose condition is asked to its end and does not hold."""
    return {
        "format": 1,
        "key": f"bench_{number}",
        "title": {"zh": f"{number}"},
        "when": {"on": "changed", "fields": ["remark"]},
        "if": {
            "all": [
                {"field": "name", "op": "is_filled"},
                {"field": "status", "op": "in", "value": ["prospect", "following", "signed"]},
                {"field": "requested_amount", "op": "ge", "value": "99999999"},
            ]
        },
        "then": [{"do": "notify", "text": "{name}"}],
    }
