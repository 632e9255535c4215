"""sums of use by day

Revision: 0021; after: 0020; made 2026-11-22 21:50:00
"""

import sqlalchemy as sa
from alembic import op

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'use_day',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('logins', sa.Integer(), server_default='0', nullable=False),
        sa.Column('entries', sa.Integer(), server_default='0', nullable=False),
        sa.ForeignKeyConstraint(['user_id'], ['ab_user.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('day', 'user_id', name='uq_use_day'),
    )
    op.create_index('ix_use_day_user_id', 'use_day', ['user_id'])


def downgrade():
    op.drop_table('use_day')
