"""requests about movement, confirmations of lists

Revision: 0024; after: 0023; made 2026-11-23 00:40:00
"""

import sqlalchemy as sa
from alembic import op

from app.core.db import Moment

revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'movement_request',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('class_id', sa.Integer(), nullable=False),
        sa.Column('wish', sa.String(length=20), nullable=False),
        sa.Column('pupil_id', sa.Integer(), nullable=True),
        sa.Column('name', sa.String(length=200), nullable=False),
        sa.Column('to_class_id', sa.Integer(), nullable=True),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('words', sa.Text(), nullable=False),
        sa.Column('asked_by', sa.Integer(), nullable=False),
        sa.Column('asked_name', sa.String(length=200), nullable=False),
        sa.Column('asked_at', Moment(timezone=True), nullable=False),
        sa.Column('state', sa.String(length=20), nullable=False),
        sa.Column('answer', sa.Text(), nullable=False),
        sa.Column('answered_name', sa.String(length=200), nullable=False),
        sa.Column('answered_at', Moment(timezone=True), nullable=True),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['asked_by'], ['ab_user.id'], ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['class_id'], ['school_class.id'], ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['pupil_id'], ['pupil.id'], ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['to_class_id'], ['school_class.id'], ondelete='RESTRICT'),
        sa.PrimaryKeyConstraint('id'),
    )
    for column in ('asked_by', 'class_id', 'pupil_id', 'to_class_id'):
        op.create_index(f'ix_movement_request_{column}', 'movement_request', [column])
    op.create_index('ix_movement_request_state', 'movement_request', ['state', 'asked_at'])
    op.create_table(
        'list_confirmation',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('year_id', sa.Integer(), nullable=False),
        sa.Column('lists', sa.String(length=20), nullable=False),
        sa.Column('confirmed_by', sa.Integer(), nullable=False),
        sa.Column('confirmed_name', sa.String(length=200), nullable=False),
        sa.Column('confirmed_at', Moment(timezone=True), nullable=False),
        sa.Column('seen', sa.Integer(), nullable=False),
        sa.Column('classes', sa.Integer(), nullable=False),
        sa.Column('lines', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['confirmed_by'], ['ab_user.id'], ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['year_id'], ['academic_year.id'], ondelete='RESTRICT'),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index(
        'ix_list_confirmation_confirmed_by', 'list_confirmation', ['confirmed_by']
    )
    op.create_index(
        'ix_list_confirmation_year', 'list_confirmation', ['year_id', 'lists', 'confirmed_at']
    )


def downgrade():
    op.drop_table('list_confirmation')
    op.drop_table('movement_request')
