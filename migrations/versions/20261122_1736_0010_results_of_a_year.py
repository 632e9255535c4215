"""results of a year: exams, orders, decisions of the council

Revision: 0010; after: 0009; made 2026-11-22 17:36:00
"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('school', schema=None) as batch_op:
        batch_op.add_column(sa.Column('year_by_marks', sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table('grading_period', schema=None) as batch_op:
        batch_op.add_column(sa.Column('results_due', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('reopened_why', sa.String(length=500), server_default='', nullable=False))
    with op.batch_alter_table('result', schema=None) as batch_op:
        batch_op.add_column(sa.Column('order_number', sa.String(length=40), server_default='', nullable=False))
        batch_op.add_column(sa.Column('order_date', sa.Date(), nullable=True))
    op.create_table(
        'council_decision',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('class_id', sa.Integer(), nullable=False),
        sa.Column('pupil_id', sa.Integer(), nullable=False),
        sa.Column('decision', sa.String(length=20), nullable=False),
        sa.Column('protocol_number', sa.String(length=40), nullable=False),
        sa.Column('protocol_date', sa.Date(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['class_id'], ['school_class.id'], ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['pupil_id'], ['pupil.id'], ondelete='RESTRICT'),
        sa.PrimaryKeyConstraint('id'),
        sa.UniqueConstraint('class_id', 'pupil_id', name='uq_council_decision'),
    )
    with op.batch_alter_table('council_decision', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_council_decision_pupil_id'), ['pupil_id'], unique=False)


def downgrade():
    op.drop_table('council_decision')
    with op.batch_alter_table('result', schema=None) as batch_op:
        batch_op.drop_column('order_date')
        batch_op.drop_column('order_number')
    with op.batch_alter_table('grading_period', schema=None) as batch_op:
        batch_op.drop_column('reopened_why')
        batch_op.drop_column('results_due')
    with op.batch_alter_table('school', schema=None) as batch_op:
        batch_op.drop_column('year_by_marks')
