"""gone for the day; receipts by time

Revision: 0004; after: 0003; made 2026-11-22 14:05:00
"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('absence', schema=None) as batch_op:
        batch_op.add_column(sa.Column('gone', sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table('entry_receipt', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_entry_receipt_at'), ['at'], unique=False)


def downgrade():
    with op.batch_alter_table('entry_receipt', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_entry_receipt_at'))
    with op.batch_alter_table('absence', schema=None) as batch_op:
        batch_op.drop_column('gone')
