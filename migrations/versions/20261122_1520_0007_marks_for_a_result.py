"""marks for a result

Revision: 0007; after: 0006; made 2026-11-22 15:20:00
"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('school', schema=None) as batch_op:
        batch_op.add_column(sa.Column('marks_least', sa.Integer(), server_default='3', nullable=False))
        batch_op.add_column(sa.Column('marks_least_many', sa.Integer(), server_default='5', nullable=False))


def downgrade():
    with op.batch_alter_table('school', schema=None) as batch_op:
        batch_op.drop_column('marks_least_many')
        batch_op.drop_column('marks_least')
