"""history of a lesson by time

Revision: 0006; after: 0005; made 2026-11-22 15:06:31.118204
"""

from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


# Indexes only: the table is not rebuilt, so that its triggers stay.
def upgrade():
    op.drop_index('ix_audit_entry_cell', table_name='audit_entry')
    op.create_index('ix_audit_entry_lesson', 'audit_entry', ['lesson_id', 'at'], unique=False)


def downgrade():
    op.drop_index('ix_audit_entry_lesson', table_name='audit_entry')
    op.create_index('ix_audit_entry_cell', 'audit_entry', ['lesson_id', 'pupil_id'], unique=False)
