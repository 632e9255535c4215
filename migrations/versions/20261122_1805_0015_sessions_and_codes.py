"""sessions of logged-in people, records of tries, activation codes, second factors

Revision: 0015; after: 0014; made 2026-11-22 18:05:00
"""

import sqlalchemy as sa
from alembic import op

from app.core.db import Moment

revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'login_session',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('key', sa.String(length=64), nullable=False),
        sa.Column('began_at', Moment(timezone=True), nullable=False),
        sa.Column('seen_at', Moment(timezone=True), nullable=False),
        sa.Column('ended_at', Moment(timezone=True), nullable=True),
        sa.Column('address', sa.String(length=45), nullable=False),
        sa.Column('device', sa.String(length=200), nullable=False),
        sa.Column('shown_user_id', sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(['user_id'], ['ab_user.id'], ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['shown_user_id'], ['ab_user.id'], ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('key'),
    )
    with op.batch_alter_table('login_session', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_login_session_user_id'), ['user_id'], unique=False)
        batch_op.create_index(
            batch_op.f('ix_login_session_shown_user_id'), ['shown_user_id'], unique=False
        )
    op.create_table(
        'login_record',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('at', Moment(timezone=True), nullable=False),
        sa.Column('name', sa.String(length=64), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=True),
        sa.Column('outcome', sa.String(length=20), nullable=False),
        sa.Column('address', sa.String(length=45), nullable=False),
        sa.Column('device', sa.String(length=200), nullable=False),
        sa.Column('note', sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(['user_id'], ['ab_user.id'], ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('id'),
    )
    with op.batch_alter_table('login_record', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_login_record_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_login_record_user_id'), ['user_id'], unique=False)
        batch_op.create_index('ix_login_record_name', ['name', 'at'], unique=False)
        batch_op.create_index('ix_login_record_address', ['address', 'at'], unique=False)
    op.create_table(
        'activation_code',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('hash', sa.String(length=64), nullable=False),
        sa.Column('made_at', Moment(timezone=True), nullable=False),
        sa.Column('expires_at', Moment(timezone=True), nullable=False),
        sa.Column('used_at', Moment(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(['user_id'], ['ab_user.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('hash'),
    )
    with op.batch_alter_table('activation_code', schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f('ix_activation_code_user_id'), ['user_id'], unique=True
        )
    op.create_table(
        'second_factor',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('secret', sa.String(length=64), nullable=False),
        sa.Column('since', Moment(timezone=True), nullable=True),
        sa.Column('last_step', sa.Integer(), nullable=False),
        sa.Column('recovery', sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(['user_id'], ['ab_user.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id'),
    )
    with op.batch_alter_table('second_factor', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_second_factor_user_id'), ['user_id'], unique=True)


def downgrade():
    op.drop_table('second_factor')
    op.drop_table('activation_code')
    op.drop_table('login_record')
    op.drop_table('login_session')
