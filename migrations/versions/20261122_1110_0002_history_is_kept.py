"""History is kept: the database itself refuses to change or delete it

Revision: 0002; after: 0001; made 2026-11-22 11:10:00

A later migration that rebuilds audit_entry or audit_chain on SQLite (batch mode) must make these
triggers again: SQLite drops them with the old table.
"""

from alembic import op

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

POSTGRESQL = (
    """
    CREATE FUNCTION refuse_change_of_history() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'history is never changed';
    END $$
    """,
    """
    CREATE TRIGGER audit_entry_kept BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history()
    """,
    """
    CREATE TRIGGER audit_entry_not_emptied BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history()
    """,
    """
    CREATE TRIGGER audit_chain_kept BEFORE DELETE ON audit_chain
    FOR EACH ROW EXECUTE FUNCTION refuse_change_of_history()
    """,
    """
    CREATE TRIGGER audit_chain_grows BEFORE UPDATE ON audit_chain
    FOR EACH ROW WHEN (NEW.seq <= OLD.seq OR NEW.chain <> OLD.chain)
    EXECUTE FUNCTION refuse_change_of_history()
    """,
    """
    CREATE TRIGGER audit_chain_not_emptied BEFORE TRUNCATE ON audit_chain
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_history()
    """,
)
SQLITE = (
    """
    CREATE TRIGGER audit_entry_kept BEFORE UPDATE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'history is never changed'); END
    """,
    """
    CREATE TRIGGER audit_entry_not_emptied BEFORE DELETE ON audit_entry
    BEGIN SELECT RAISE(ABORT, 'history is never changed'); END
    """,
    """
    CREATE TRIGGER audit_chain_kept BEFORE DELETE ON audit_chain
    BEGIN SELECT RAISE(ABORT, 'history is never changed'); END
    """,
    """
    CREATE TRIGGER audit_chain_grows BEFORE UPDATE ON audit_chain
    WHEN NEW.seq <= OLD.seq OR NEW.chain <> OLD.chain
    BEGIN SELECT RAISE(ABORT, 'history is never changed'); END
    """,
)
TRIGGERS = {
    "audit_entry": ("audit_entry_kept", "audit_entry_not_emptied"),
    "audit_chain": ("audit_chain_kept", "audit_chain_grows", "audit_chain_not_emptied"),
}


def upgrade():
    for statement in POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)


def downgrade():
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table, names in TRIGGERS.items():
        for name in names:
            op.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" if postgresql else ""))
    if postgresql:
        op.execute("DROP FUNCTION refuse_change_of_history()")
