"""control works: checked elements, plans with items, works of courses, points of pupils

Revision: 0018; after: 0017; made 2026-11-22 21:10:00
"""

import sqlalchemy as sa
from alembic import op

from app.core.db import sorted_text

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'checked_element',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('subject_id', sa.Integer(), nullable=False),
        sa.Column('text', sorted_text(300), nullable=False),
        sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], ondelete='RESTRICT'),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('subject_id', 'text', name='uq_checked_element'),
    )
    op.create_table(
        'work_plan',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('subject_id', sa.Integer(), nullable=False),
        sa.Column('grade', sa.Integer(), nullable=False),
        sa.Column('title', sorted_text(200), nullable=False),
        sa.Column('variants', sa.Integer(), nullable=False),
        sa.Column('by_percent', sa.Boolean(), server_default=sa.text('false'), nullable=False),
        sa.Column('five', sa.Integer(), nullable=False),
        sa.Column('four', sa.Integer(), nullable=False),
        sa.Column('three', sa.Integer(), nullable=False),
        sa.Column('author_id', sa.Integer(), nullable=True),
        sa.Column('made_on', sa.Date(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['subject_id'], ['subject.id'], ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['author_id'], ['staff.id'], ondelete='RESTRICT'),
        sa.PrimaryKeyConstraint('id'),
    )
    with op.batch_alter_table('work_plan', schema=None) as batch_op:
        batch_op.create_index('ix_work_plan_subject', ['subject_id', 'grade'], unique=False)
        batch_op.create_index(batch_op.f('ix_work_plan_author_id'), ['author_id'], unique=False)
    op.create_table(
        'work_item',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('plan_id', sa.Integer(), nullable=False),
        sa.Column('position', sa.Integer(), nullable=False),
        sa.Column('number', sa.String(length=6), nullable=False),
        sa.Column('element_id', sa.Integer(), nullable=False),
        sa.Column('level', sa.String(length=20), nullable=False),
        sa.Column('points', sa.Integer(), nullable=False),
        sa.CheckConstraint('points > 0', name='ck_work_item_points'),
        sa.ForeignKeyConstraint(['plan_id'], ['work_plan.id'], ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['element_id'], ['checked_element.id'], ondelete='RESTRICT'),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('plan_id', 'position', name='uq_work_item'),
    )
    with op.batch_alter_table('work_item', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_work_item_element_id'), ['element_id'], unique=False)
    op.create_table(
        'control_work',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('plan_id', sa.Integer(), nullable=False),
        sa.Column('course_id', sa.Integer(), nullable=False),
        sa.Column('task_id', sa.Integer(), nullable=True),
        sa.Column('day', sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(['plan_id'], ['work_plan.id'], ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['course_id'], ['course.id'], ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['task_id'], ['task.id'], ondelete='SET NULL'),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('task_id'),
    )
    with op.batch_alter_table('control_work', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_control_work_plan_id'), ['plan_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_control_work_course_id'), ['course_id'], unique=False)
    op.create_table(
        'pupil_work',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('work_id', sa.Integer(), nullable=False),
        sa.Column('pupil_id', sa.Integer(), nullable=False),
        sa.Column('variant', sa.Integer(), nullable=True),
        sa.Column('absent', sa.Boolean(), server_default=sa.text('false'), nullable=False),
        sa.Column('points', sa.String(length=150), server_default='', nullable=False),
        sa.ForeignKeyConstraint(['work_id'], ['control_work.id'], ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['pupil_id'], ['pupil.id'], ondelete='RESTRICT'),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('work_id', 'pupil_id', name='uq_pupil_work'),
    )
    with op.batch_alter_table('pupil_work', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_pupil_work_pupil_id'), ['pupil_id'], unique=False)


def downgrade():
    for table in ('pupil_work', 'control_work', 'work_item', 'work_plan', 'checked_element'):
        op.drop_table(table)
