"""consents

Revision: 0017; after: 0016; made 2026-11-22 21:05:00
"""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'consent',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('pupil_id', sa.Integer(), nullable=False),
        sa.Column('guardian_id', sa.Integer(), nullable=False),
        sa.Column('covers', sa.String(length=20), nullable=False),
        sa.Column('given_on', sa.Date(), nullable=False),
        sa.Column('withdrawn_on', sa.Date(), nullable=True),
        sa.Column('note', sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            'withdrawn_on is null or given_on <= withdrawn_on', name='ck_consent_span'
        ),
        sa.ForeignKeyConstraint(['guardian_id'], ['guardian.id'], ondelete='RESTRICT'),
        sa.ForeignKeyConstraint(['pupil_id'], ['pupil.id'], ondelete='RESTRICT'),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_consent_guardian_id', 'consent', ['guardian_id'])
    op.create_index('ix_consent_pupil', 'consent', ['pupil_id', 'withdrawn_on'])
    op.create_table(
        'guardian_papers',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('guardian_id', sa.Integer(), nullable=False),
        sa.Column('birth_date', sa.Date(), nullable=True),
        sa.Column('passport', sa.String(length=200), nullable=False),
        sa.Column('snils', sa.String(length=14), nullable=False),
        sa.ForeignKeyConstraint(['guardian_id'], ['guardian.id'], ondelete='RESTRICT'),
        sa.PrimaryKeyConstraint('id'),
    )
    op.create_index('ix_guardian_papers_guardian_id', 'guardian_papers', ['guardian_id'], unique=True)


def downgrade():
    op.drop_table('guardian_papers')
    op.drop_table('consent')
