"""the parents asked in writing for a weekly slip

Revision: 0013; after: 0012; made 2026-11-22 17:57:00
"""

import sqlalchemy as sa
from alembic import op

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('pupil', schema=None) as batch_op:
        batch_op.add_column(sa.Column('slips_since', sa.Date(), nullable=True))


def downgrade():
    with op.batch_alter_table('pupil', schema=None) as batch_op:
        batch_op.drop_column('slips_since')
