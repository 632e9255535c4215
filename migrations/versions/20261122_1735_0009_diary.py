"""diary

Revision: 0009; after: 0008; made 2026-11-22 17:35:00
"""

import sqlalchemy as sa
from alembic import op

from app.core.db import Moment

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'mark_seen',
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('mark_id', sa.Integer(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('at', Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['user_id'], ['ab_user.id'], ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['mark_id'], ['mark.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('user_id', 'mark_id'),
    )
    op.create_index('ix_mark_seen_mark_id', 'mark_seen', ['mark_id'])
    op.create_table(
        'homework_done',
        sa.Column('pupil_id', sa.Integer(), nullable=False),
        sa.Column('homework_id', sa.Integer(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.Column('at', Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['pupil_id'], ['pupil.id'], ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['homework_id'], ['homework.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('pupil_id', 'homework_id'),
    )
    op.create_index('ix_homework_done_homework_id', 'homework_done', ['homework_id'])
    op.create_table(
        'calendar_feed',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('pupil_id', sa.Integer(), nullable=False),
        sa.Column('secret', sa.String(length=64), nullable=False),
        sa.Column('created_at', Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['user_id'], ['ab_user.id'], ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['pupil_id'], ['pupil.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('secret'),
        sa.UniqueConstraint('user_id', 'pupil_id', name='uq_calendar_feed'),
    )
    op.create_index('ix_calendar_feed_pupil_id', 'calendar_feed', ['pupil_id'])


def downgrade():
    op.drop_table('calendar_feed')
    op.drop_table('homework_done')
    op.drop_table('mark_seen')
