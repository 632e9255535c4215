"""orders of movement, kept parameters of reports

Revision: 0011; after: 0010; made 2026-11-22 17:44:00
"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('class_membership', schema=None) as batch_op:
        batch_op.add_column(sa.Column('came_from', sa.String(length=200), server_default='', nullable=False))
        batch_op.add_column(sa.Column('arrival_order', sa.String(length=60), server_default='', nullable=False))
        batch_op.add_column(sa.Column('leaving', sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column('left_to', sa.String(length=200), server_default='', nullable=False))
        batch_op.add_column(sa.Column('departure_order', sa.String(length=60), server_default='', nullable=False))
    op.create_table(
        'report_choice',
        sa.Column('user_id', sa.Integer(), nullable=False),
        sa.Column('report', sa.String(length=40), nullable=False),
        sa.Column('answers', sa.JSON(), nullable=False),
        sa.Column('used_on', sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(['user_id'], ['ab_user.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('user_id', 'report'),
    )


def downgrade():
    op.drop_table('report_choice')
    with op.batch_alter_table('class_membership', schema=None) as batch_op:
        batch_op.drop_column('departure_order')
        batch_op.drop_column('left_to')
        batch_op.drop_column('leaving')
        batch_op.drop_column('arrival_order')
        batch_op.drop_column('came_from')
