"""control of journals

Revision: 0012; after: 0011; made 2026-11-22 17:48:00
"""

import sqlalchemy as sa
from alembic import op

from app.core.db import Moment

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'control_term',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('check', sa.String(length=40), nullable=False),
        sa.Column('watched', sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column('number', sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('check'),
    )
    op.create_table(
        'reminder_choice',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('way', sa.String(length=20), nullable=False),
        sa.Column('digest', sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.ForeignKeyConstraint(['user_id'], ['ab_user.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_reminder_choice_user_id', 'reminder_choice', ['user_id'], unique=True)
    op.create_table(
        'reminded',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('key', sa.String(length=80), nullable=False),
        sa.Column('at', Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['user_id'], ['ab_user.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('user_id', 'key', name='uq_reminded'),
    )
    op.create_index('ix_reminded_at', 'reminded', ['at'])
    op.create_table(
        'reminder_round',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('at', Moment(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_table(
        'inspection',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('class_id', sa.Integer(), nullable=False),
        sa.Column('course_id', sa.Integer(), nullable=True),
        sa.Column('first', sa.Date(), nullable=False),
        sa.Column('last', sa.Date(), nullable=False),
        sa.Column('looked', sa.String(length=80), nullable=False),
        sa.Column('inspector_id', sa.Integer(), nullable=False),
        sa.Column('inspector', sa.String(length=200), nullable=False),
        sa.Column('began_at', Moment(timezone=True), nullable=False),
        sa.Column('closed_at', Moment(timezone=True), nullable=True),
        sa.CheckConstraint('first <= last', name='ck_inspection_span'),
        sa.ForeignKeyConstraint(['class_id'], ['school_class.id'], ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['course_id'], ['course.id'], ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['inspector_id'], ['ab_user.id'], ondelete='RESTRICT'),
        sa.PrimaryKeyConstraint('id'),
    )
    for column in ('class_id', 'course_id', 'inspector_id'):
        op.create_index(f'ix_inspection_{column}', 'inspection', [column])
    op.create_table(
        'remark',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('inspection_id', sa.Integer(), nullable=False),
        sa.Column('course_id', sa.Integer(), nullable=False),
        sa.Column('staff_id', sa.Integer(), nullable=True),
        sa.Column('lesson_id', sa.Integer(), nullable=True),
        sa.Column('pupil_id', sa.Integer(), nullable=True),
        sa.Column('period_id', sa.Integer(), nullable=True),
        sa.Column('about', sa.String(length=20), nullable=False),
        sa.Column('text', sa.Text(), nullable=False),
        sa.Column('made_at', Moment(timezone=True), nullable=False),
        sa.Column('state', sa.String(length=20), nullable=False),
        sa.Column('answer', sa.Text(), nullable=False),
        sa.Column('mended', sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column('answered_at', Moment(timezone=True), nullable=True),
        sa.Column('closed_at', Moment(timezone=True), nullable=True),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['inspection_id'], ['inspection.id'], ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['course_id'], ['course.id'], ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['staff_id'], ['staff.id'], ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['lesson_id'], ['lesson.id'], ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['pupil_id'], ['pupil.id'], ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['period_id'], ['grading_period.id'], ondelete='RESTRICT'),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_remark_staff', 'remark', ['staff_id', 'state'])
    for column in ('inspection_id', 'course_id', 'lesson_id', 'pupil_id', 'period_id'):
        op.create_index(f'ix_remark_{column}', 'remark', [column])


def downgrade():
    for table in (
        'remark', 'inspection', 'reminder_round', 'reminded', 'reminder_choice', 'control_term'
    ):
        op.drop_table(table)
