"""requests say what they are about; whether a week is open again is not stored

Revision: 0005; after: 0004; made 2026-11-22 14:10:12.401733
"""

import sqlalchemy as sa
from alembic import op
import app.core.db

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

ABOUT = sa.Enum('outside', 'clash', 'late', 'mark', 'between', 'document', 'no_reason', 'unfilled', name='contradiction', native_enum=False, length=20)
CHANGE = sa.Enum('present', 'ill', 'excused', 'no_reason', 'unknown', 'late', 'no_mark', 'empty', 'topic', name='change', native_enum=False, length=20)
KIND = sa.Enum('unknown', 'no_reason', 'excused', 'ill', 'late', name='absencekind', native_enum=False, length=20)


def upgrade():
    # No page made requests before this, so that the table is empty.
    with op.batch_alter_table('correction_request', schema=None) as batch_op:
        batch_op.add_column(sa.Column('about', ABOUT, nullable=False))
        batch_op.add_column(sa.Column('change', CHANGE, nullable=False))
        batch_op.add_column(sa.Column('seen', sa.BigInteger(), nullable=False))
        batch_op.alter_column('pupil_id', existing_type=sa.INTEGER(), nullable=True)
        batch_op.drop_column('kind')
        batch_op.drop_column('minutes')

    with op.batch_alter_table('week_check', schema=None) as batch_op:
        batch_op.drop_column('reopened_at')


def downgrade():
    with op.batch_alter_table('week_check', schema=None) as batch_op:
        batch_op.add_column(sa.Column('reopened_at', app.core.db.Moment(timezone=True), nullable=True))

    with op.batch_alter_table('correction_request', schema=None) as batch_op:
        batch_op.add_column(sa.Column('minutes', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('kind', KIND, nullable=True))
        batch_op.alter_column('pupil_id', existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column('seen')
        batch_op.drop_column('change')
        batch_op.drop_column('about')
