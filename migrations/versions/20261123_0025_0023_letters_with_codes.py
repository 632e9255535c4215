"""letters with a code, forgotten passwords

Revision: 0023; after: 0022; made 2026-11-23 00:25:00
"""

import sqlalchemy as sa
from alembic import op

from app.core.db import Moment

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('outbox_letter') as table:
        table.alter_column('notice_id', existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column('expires_at', Moment(timezone=True), nullable=True))
    op.create_table(
        'password_request',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('name', sa.String(length=64), nullable=False),
        sa.Column('at', Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_table(
        'password_reset',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('hash', sa.String(length=64), nullable=False),
        sa.Column('expires_at', Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['user_id'], ['ab_user.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('hash'),
    )
    op.create_index('ix_password_reset_user_id', 'password_reset', ['user_id'], unique=True)


def downgrade():
    op.drop_table('password_reset')
    op.drop_table('password_request')
    op.execute('DELETE FROM outbox_letter WHERE notice_id IS NULL')
    with op.batch_alter_table('outbox_letter') as table:
        table.drop_column('expires_at')
        table.alter_column('notice_id', existing_type=sa.Integer(), nullable=False)
