"""why a year was closed

Revision: 0014; after: 0013; made 2026-11-22 18:00:00
"""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('academic_year', schema=None) as batch_op:
        batch_op.add_column(sa.Column('closed_why', sa.String(length=500), server_default='', nullable=False))


def downgrade():
    with op.batch_alter_table('academic_year', schema=None) as batch_op:
        batch_op.drop_column('closed_why')
