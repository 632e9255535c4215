"""announcements, staff room, forum

Revision: 0020; after: 0019; made 2026-11-22 21:35:00
"""

import sqlalchemy as sa
from alembic import op

from app.core.db import Moment

revision = '0020'
down_revision = '0019'
branch_labels = None
depends_on = None


def upgrade():
    _announcements()
    _papers()
    _forum()


def _announcements():
    op.create_table(
        'announcement',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('title', sa.String(length=200), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('audience', sa.String(length=20), nullable=False),
        sa.Column('starts', sa.Date(), nullable=False),
        sa.Column('ends', sa.Date(), nullable=False),
        sa.Column('author_id', sa.Integer(), nullable=False),
        sa.Column('author_name', sa.String(length=200), nullable=False),
        sa.Column('made_at', Moment(timezone=True), nullable=False),
        sa.Column('withdrawn_at', Moment(timezone=True), nullable=True),
        sa.CheckConstraint('starts <= ends', name='ck_announcement_span'),
        sa.ForeignKeyConstraint(['author_id'], ['ab_user.id'], ondelete='RESTRICT'),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_announcement_author_id', 'announcement', ['author_id'])
    op.create_index('ix_announcement_span', 'announcement', ['ends', 'starts'])
    op.create_table(
        'announcement_class',
        sa.Column('announcement_id', sa.Integer(), nullable=False),
        sa.Column('class_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['announcement_id'], ['announcement.id'], ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['class_id'], ['school_class.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('announcement_id', 'class_id'),
    )


def _papers():
    op.create_table(
        'paper',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('section', sa.String(length=20), nullable=False),
        sa.Column('title', sa.String(length=200), nullable=False),
        sa.Column('must_read', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column('key', sa.String(length=40), nullable=False),
        sa.Column('name', sa.String(length=200), nullable=False),
        sa.Column('type', sa.String(length=100), nullable=False),
        sa.Column('author_id', sa.Integer(), nullable=False),
        sa.Column('author_name', sa.String(length=200), nullable=False),
        sa.Column('made_at', Moment(timezone=True), nullable=False),
        sa.Column('withdrawn_at', Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['author_id'], ['ab_user.id'], ondelete='RESTRICT'),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_paper_author_id', 'paper', ['author_id'])
    op.create_table(
        'paper_reading',
        sa.Column('paper_id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('read_at', Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['paper_id'], ['paper.id'], ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['user_id'], ['ab_user.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('paper_id', 'user_id'),
    )
    op.create_index('ix_paper_reading_user_id', 'paper_reading', ['user_id'])


def _forum():
    op.create_table(
        'forum_section',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('title', sa.String(length=200), nullable=False),
        sa.Column('about', sa.String(length=500), nullable=False),
        sa.Column('audience', sa.String(length=20), nullable=False),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('title'),
    )
    op.create_table(
        'forum_topic',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('section_id', sa.Integer(), nullable=False),
        sa.Column('title', sa.String(length=200), nullable=False),
        sa.Column('author_name', sa.String(length=200), nullable=False),
        sa.Column('last_at', Moment(timezone=True), nullable=False),
        sa.Column('closed', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(['section_id'], ['forum_section.id'], ondelete='RESTRICT'),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_forum_topic_last', 'forum_topic', ['section_id', 'last_at'])
    op.create_table(
        'forum_post',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('topic_id', sa.Integer(), nullable=False),
        sa.Column('author_id', sa.Integer(), nullable=False),
        sa.Column('author_name', sa.String(length=200), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('made_at', Moment(timezone=True), nullable=False),
        sa.Column('hidden_at', Moment(timezone=True), nullable=True),
        sa.Column('hidden_by', sa.String(length=200), nullable=False),
        sa.Column('hidden_reason', sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(['author_id'], ['ab_user.id'], ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['topic_id'], ['forum_topic.id'], ondelete='RESTRICT'),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_forum_post_author_id', 'forum_post', ['author_id'])
    op.create_index('ix_forum_post_topic_id', 'forum_post', ['topic_id'])


def downgrade():
    for table in (
        *('forum_post', 'forum_topic', 'forum_section'),
        *('paper_reading', 'paper', 'announcement_class', 'announcement'),
    ):
        op.drop_table(table)
