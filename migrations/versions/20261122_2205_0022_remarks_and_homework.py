"""remarks to pupils, homework handed in as files

Revision: 0022; after: 0021; made 2026-11-22 22:05:00
"""

import sqlalchemy as sa
from alembic import op

from app.core.db import Moment

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'pupil_remark',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('pupil_id', sa.Integer(), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('kind', sa.String(length=20), nullable=False),
        sa.Column('text', sa.String(length=500), nullable=False),
        sa.Column('author_id', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(['author_id'], ['staff.id'], ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['pupil_id'], ['pupil.id'], ondelete='RESTRICT'),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_pupil_remark_author_id', 'pupil_remark', ['author_id'])
    op.create_index('ix_pupil_remark_pupil', 'pupil_remark', ['pupil_id', 'day'])
    op.create_table(
        'handed_in',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('homework_id', sa.Integer(), nullable=False),
        sa.Column('pupil_id', sa.Integer(), nullable=False),
        sa.Column('key', sa.String(length=40), nullable=False),
        sa.Column('name', sa.String(length=200), nullable=False),
        sa.Column('type', sa.String(length=100), nullable=False),
        sa.Column('at', Moment(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['homework_id'], ['homework.id'], ondelete='CASCADE'),
        sa.ForeignKeyConstraint(['pupil_id'], ['pupil.id'], ondelete='CASCADE'),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_handed_in_homework_id', 'handed_in', ['homework_id'])
    op.create_index('ix_handed_in_pupil_id', 'handed_in', ['pupil_id'])
    with op.batch_alter_table('school') as table:
        table.add_column(
            sa.Column('pupils_hand_in', sa.Boolean(), server_default=sa.false(), nullable=False)
        )


def downgrade():
    with op.batch_alter_table('school') as table:
        table.drop_column('pupils_hand_in')
    op.drop_table('handed_in')
    op.drop_table('pupil_remark')
