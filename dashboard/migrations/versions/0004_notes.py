"""Events and efforts beside the numbers: written once, and made void by a row of its own."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

ONLY_ADDED = ("note", "note_void")


def upgrade() -> None:
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("area_code", sa.String(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("problem_types", sa.String(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("function", sa.Text(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("public_wording", sa.Text(), nullable=False),
        sa.Column("action_id", sa.Integer(), nullable=True),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"]),
        sa.ForeignKeyConstraint(["action_id"], ["action.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "note_void",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("note_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("voided_by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("note_id"),
    )
    for table in ONLY_ADDED:
        for change in ("update", "delete"):
            _refuse(table, change)


def _refuse(table: str, change: str) -> None:
    """The database itself refuses the `change` of `table`."""
    trigger, why = f"keep_{table}_{change}", f"{table} is only added to"
    if op.get_context().dialect.name == "sqlite":
        op.execute(
            f"create trigger {trigger} before {change} on {table} "
            f"begin select raise(abort, '{why}'); end"
        )
        return
    op.execute(
        f"create function {trigger}() returns trigger language plpgsql as $$ begin "
        f"raise exception '{why}'; end $$"
    )
    op.execute(
        f"create trigger {trigger} before {change} on {table} "
        f"for each row execute function {trigger}()"
    )
