"""Who changed which setting, and when: only added to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "setting_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("part", sa.String(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for change in ("update", "delete"):
        _refuse(change)


def _refuse(change: str) -> None:
    """The database itself refuses to `change` a row."""
    trigger = f"keep_setting_change_{change}"
    if op.get_context().dialect.name == "sqlite":
        op.execute(
            f"create trigger {trigger} before {change} on setting_change "
            "begin select raise(abort, 'setting_change is only added to'); end"
        )
        return
    op.execute(
        f"create function {trigger}() returns trigger language plpgsql as $$ begin "
        "raise exception 'setting_change is only added to'; end $$"
    )
    op.execute(
        f"create trigger {trigger} before {change} on setting_change "
        f"for each row execute function {trigger}()"
    )
