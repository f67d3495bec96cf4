"""Records of the office's own kinds; who may work with customers may work with them."""

import json
from collections.abc import Iterable

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")

ACTS = ("see", "add", "assign", "edit", "delete", "*")


def _points_at(column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_own_record_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def upgrade() -> None:
    """Make the table, and give each role the acts it has on customers."""
    op.create_table(
        "own_record",
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("name_key", sa.String(length=255), nullable=False),
        sa.Column("customer_id", sa.Integer(), nullable=True),
        sa.Column("deal_id", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("team_id", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.Column("custom", JSON, nullable=False),
        sa.Column("id", ID, nullable=False),
        _points_at("customer_id", "customer"),
        _points_at("deal_id", "deal"),
        _points_at("owner_id", "app_user"),
        _points_at("team_id", "team"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_record")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_own_record_kind", "own_record", ["kind", "created_at", "id"])
    op.create_index("ix_own_record_name", "own_record", ["kind", "name_key"])
    op.create_index("ix_own_record_customer", "own_record", ["customer_id", "kind"])
    op.create_index("ix_own_record_deal", "own_record", ["deal_id"])
    _grant()


def _grant() -> None:
    role = sa.table("role", sa.column("id", sa.Integer), sa.column("rights", JSON))
    connection = op.get_bind()
    for role_id, stored in connection.execute(sa.select(role.c.id, role.c.rights)).all():
        rights = json.loads(stored) if isinstance(stored, str) else dict(stored or {})
        may = list(rights.get("may", ()))
        more = [act for act in _acts(may) if act not in may]
        if more:
            changed = {**rights, "may": [*may, *more]}
            connection.execute(sa.update(role).where(role.c.id == role_id).values(rights=changed))


def _acts(may: Iterable[str]) -> list[str]:
    return [f"own_records.{act}" for act in ACTS if f"customers.{act}" in may]
