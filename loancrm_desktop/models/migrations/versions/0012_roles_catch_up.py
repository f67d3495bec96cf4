"""Shipped roles of older offices get the acts that came since: messages and rules."""

import json
from itertools import accumulate

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")
_LETTERS = ("messages.see", "messages.send", "messages.write")
_SHIPPED: dict[str, tuple[tuple[str, ...], ...]] = {
    "supervisor": (
        ("customers.*", "deals.*", "follow_ups.*", "tasks.*", "contracts.*", "documents.*"),
        ("views.*", "journal.undo", "own_records.*"),
        _LETTERS,
        ("rules.run", "rules.see"),
    ),
    "broker": (
        ("customers.add", "customers.edit", "customers.see", "deals.add", "deals.edit"),
        ("deals.move", "deals.see", "follow_ups.*", "tasks.*", "contracts.*", "documents.add"),
        ("documents.see", "views.own", "journal.undo"),
        ("own_records.add", "own_records.edit", "own_records.see"),
        _LETTERS,
        ("rules.run",),
    ),
    "back_office": (
        ("customers.add", "customers.edit", "customers.see", "customers.import", "deals.edit"),
        ("deals.see", "deals.move", "follow_ups.*", "tasks.*", "contracts.*", "documents.*"),
        ("views.own", "journal.undo", "own_records.add", "own_records.edit", "own_records.see"),
        ("customers.assign", "deals.add", "deals.assign", "own_records.assign"),
        _LETTERS,
        ("rules.run",),
    ),
}
"""What each shipped role may, in the portions in which it came, the oldest first."""


def upgrade() -> None:
    """Give a role that is still as some program shipped it what the newest ships; no other."""
    role = sa.table(
        "role", sa.column("id", sa.Integer), sa.column("key", sa.String), sa.column("rights", JSON)
    )
    connection = op.get_bind()
    chosen = sa.select(role.c.id, role.c.key, role.c.rights).where(role.c.key.in_(_SHIPPED))
    for role_id, key, stored in connection.execute(chosen).all():
        rights = json.loads(stored) if isinstance(stored, str) else dict(stored or {})
        may = list(rights.get("may", ()))
        once = [frozenset(each) for each in accumulate(_SHIPPED[key])]
        more = [act for portion in _SHIPPED[key] for act in portion if act not in may]
        if more and frozenset(may) in once:
            changed = {**rights, "may": [*may, *more]}
            connection.execute(sa.update(role).where(role.c.id == role_id).values(rights=changed))
