"""messages

Revision: 0016; after: 0015; made 2026-11-22 18:15:00
"""

import sqlalchemy as sa
from alembic import op

from app.core.db import Moment

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'message',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('author_id', sa.Integer(), nullable=False),
        sa.Column('author_name', sa.String(length=200), nullable=False),
        sa.Column('whom', sa.String(length=200), nullable=False),
        sa.Column('subject', sa.String(length=200), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('sent_at', Moment(timezone=True), nullable=False),
        sa.Column('answers_id', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['answers_id'], ['message.id'], ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['author_id'], ['ab_user.id'], ondelete='RESTRICT'),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_message_answers_id', 'message', ['answers_id'])
    op.create_index('ix_message_author', 'message', ['author_id', 'sent_at'])
    op.create_table(
        'message_copy',
        sa.Column('message_id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('read_at', Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['message_id'], ['message.id'], ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['user_id'], ['ab_user.id'], ondelete='RESTRICT'),
        sa.PrimaryKeyConstraint('message_id', 'user_id'),
    )
    op.create_index('ix_message_copy_user', 'message_copy', ['user_id', 'read_at'])


def downgrade():
    op.drop_table('message_copy')
    op.drop_table('message')
