"""announcements: the version that was seen, who withdrew one

Revision: 0025; after: 0024; made 2026-11-23 01:05:00
"""

import sqlalchemy as sa
from alembic import op

from app.core.db import Moment

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("announcement") as table:
        table.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        table.add_column(sa.Column("changed_at", Moment(timezone=True), nullable=True))
        table.add_column(sa.Column("withdrawn_by", sa.Integer(), nullable=True))
        table.add_column(
            sa.Column("withdrawn_name", sa.String(length=200), server_default="", nullable=False)
        )
        table.create_foreign_key(
            "fk_announcement_withdrawn_by", "ab_user", ["withdrawn_by"], ["id"], ondelete="RESTRICT"
        )
        table.create_index("ix_announcement_withdrawn_by", ["withdrawn_by"])


def downgrade():
    with op.batch_alter_table("announcement") as table:
        table.drop_index("ix_announcement_withdrawn_by")
        table.drop_constraint("fk_announcement_withdrawn_by", type_="foreignkey")
        table.drop_column("withdrawn_name")
        table.drop_column("withdrawn_by")
        table.drop_column("changed_at")
        table.drop_column("version")
