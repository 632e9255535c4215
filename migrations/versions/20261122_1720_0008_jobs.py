"""jobs

Revision: 0008; after: 0007; made 2026-11-22 17:20:00
"""

import sqlalchemy as sa
from alembic import op

from app.core.db import Moment

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'job',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('owner_id', sa.Integer(), nullable=False),
        sa.Column('kind', sa.String(length=40), nullable=False),
        sa.Column('title', sa.String(length=200), nullable=False),
        sa.Column('params', sa.JSON(), nullable=False),
        sa.Column('address', sa.String(length=300), nullable=False),
        sa.Column('state', sa.String(length=20), nullable=False),
        sa.Column('attempt', sa.Integer(), nullable=False),
        sa.Column('stop_asked', sa.Boolean(), nullable=False),
        sa.Column('done', sa.Integer(), nullable=False),
        sa.Column('total', sa.Integer(), nullable=False),
        sa.Column('words', sa.String(length=1000), nullable=False),
        sa.Column('error', sa.String(length=20), nullable=False),
        sa.Column('key', sa.String(length=40), nullable=False),
        sa.Column('file_name', sa.String(length=200), nullable=False),
        sa.Column('made_at', Moment(timezone=True), nullable=False),
        sa.Column('started_at', Moment(timezone=True), nullable=True),
        sa.Column('beat_at', Moment(timezone=True), nullable=True),
        sa.Column('ended_at', Moment(timezone=True), nullable=True),
        sa.Column('seen_at', Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['owner_id'], ['ab_user.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id'),
    )
    with op.batch_alter_table('job', schema=None) as batch_op:
        batch_op.create_index('ix_job_state', ['state', 'id'], unique=False)
        batch_op.create_index(batch_op.f('ix_job_owner_id'), ['owner_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_job_ended_at'), ['ended_at'], unique=False)


def downgrade():
    op.drop_table('job')
