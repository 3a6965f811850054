"""Many writers and partitions by month on PostgreSQL; a SQLite library has neither and stays as it is.

What takes long over a large library is in ``PREPARE``: ``library.moving`` runs it beforehand, beside those who read and
write. Here it finds its work done, and what is left, the exchange of the tables, takes no time. The rows that were
there wait in the partitions ``..._before`` until ``library.moving`` has brought them to their months.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

UNPLACED = "DATE '0001-01-01'"

# Each of these may be run alone, and again.
PREPARE = (
    f"ALTER TABLE documents ADD COLUMN IF NOT EXISTS month DATE NOT NULL DEFAULT {UNPLACED}",
    f"ALTER TABLE readings ADD COLUMN IF NOT EXISTS month DATE NOT NULL DEFAULT {UNPLACED}",
    f"ALTER TABLE passages ADD COLUMN IF NOT EXISTS month DATE NOT NULL DEFAULT {UNPLACED}",
    f"ALTER TABLE passage_terms ADD COLUMN IF NOT EXISTS month DATE NOT NULL DEFAULT {UNPLACED}",
    "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS documents_by_month ON documents (id, month)",
    f"CREATE INDEX CONCURRENTLY IF NOT EXISTS documents_unplaced ON documents (number) WHERE month = {UNPLACED}",
    "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS readings_before_key ON readings (document, made_by, month)",
    "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS passages_before_key ON passages (number, month)",
    "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS passage_terms_before_key ON passage_terms (rowid, month)",
    "CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS fetches_before_key ON fetches (number, at)",
)

_TO_REPORT = "FOREIGN KEY (document, month) REFERENCES documents (id, month) ON UPDATE CASCADE ON DELETE CASCADE"
_TO_PASSAGE = "FOREIGN KEY (rowid, month) REFERENCES passages (number, month) ON UPDATE CASCADE ON DELETE CASCADE"

CONSTRAIN = (
    ("readings", "readings_before_unplaced", f"CHECK (month = {UNPLACED})"),
    ("passages", "passages_before_unplaced", f"CHECK (month = {UNPLACED})"),
    ("passage_terms", "passage_terms_before_unplaced", f"CHECK (month = {UNPLACED})"),
    ("readings", "readings_before_report", _TO_REPORT),
    ("passages", "passages_before_report", _TO_REPORT),
)

_TABLES = {
    "readings": f"""
        document TEXT COLLATE "C" NOT NULL, made_by TEXT COLLATE "C" NOT NULL, kept_at TIMESTAMPTZ NOT NULL,
        body BYTEA NOT NULL, month DATE NOT NULL,
        PRIMARY KEY (document, made_by, month), {_TO_REPORT}""",
    "passages": f"""
        number BIGINT NOT NULL, kind TEXT COLLATE "C" NOT NULL, document TEXT COLLATE "C" NOT NULL,
        story TEXT COLLATE "C", name BIGINT, speaker TEXT COLLATE "C" NOT NULL, text TEXT COLLATE "C" NOT NULL,
        places TEXT COLLATE "C" NOT NULL, month DATE NOT NULL,
        PRIMARY KEY (number, month), FOREIGN KEY (name) REFERENCES names (number), {_TO_REPORT}""",
    "passage_terms": f"""
        rowid BIGINT NOT NULL, terms TSVECTOR NOT NULL, month DATE NOT NULL,
        PRIMARY KEY (rowid, month), {_TO_PASSAGE}""",
}
_INDICES = (
    ("ix_passages_document", "passages (document)"),
    ("ix_passages_name", "passages (name)"),
    ("ix_passages_story", "passages (story)"),
    ("passage_terms_by_word", "passage_terms USING gin (terms)"),
)


def upgrade() -> None:
    """Exchanges the tables; those that are large are put in as they are."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        return
    for statement in PREPARE:
        op.execute(statement.replace(" CONCURRENTLY", ""))
    for table, name, what in CONSTRAIN:
        there = sa.text("SELECT 1 FROM pg_constraint WHERE conname = :name AND conrelid = CAST(:of AS regclass)")
        if connection.execute(there, {"name": name, "of": table}).first() is None:
            op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {what}")
    op.execute("ALTER TABLE documents ALTER COLUMN month DROP DEFAULT")
    _count_up(connection)
    _exchange()
    _exchange_fetches(connection)
    # By which transaction a fingerprint came, so that what is new can be asked for; those that are there are old.
    op.execute("ALTER TABLE fingerprints ADD COLUMN changed BIGINT")
    op.execute(
        "ALTER TABLE fingerprints ALTER COLUMN changed SET DEFAULT CAST(CAST(pg_current_xact_id() AS text) AS bigint)"
    )
    op.execute("CREATE INDEX fingerprints_by_change ON fingerprints (changed)")


def _count_up(connection: sa.Connection) -> None:
    """Numbers that writers take side by side."""
    for table in ("documents", "names", "passages"):
        op.execute(f"CREATE SEQUENCE {table}_number AS BIGINT OWNED BY {table}.number")
        last = connection.execute(sa.text(f"SELECT coalesce(max(number), 0) + 1 FROM {table}")).scalar_one()
        connection.execute(sa.text(f"SELECT setval('{table}_number', :last, false)"), {"last": last})


def _exchange() -> None:
    op.execute("ALTER SEQUENCE passages_number OWNED BY NONE")
    op.execute("ALTER TABLE passage_terms DROP CONSTRAINT passage_terms_rowid_fkey, DROP CONSTRAINT passage_terms_pkey")
    for name, place in _INDICES:
        op.execute(f"ALTER INDEX {name} RENAME TO {place.split()[0]}_before_{name.rpartition('_')[2]}")
    op.execute("ALTER TABLE passages DROP CONSTRAINT passages_document_fkey, DROP CONSTRAINT passages_pkey")
    op.execute("ALTER TABLE readings DROP CONSTRAINT readings_document_fkey, DROP CONSTRAINT readings_pkey")
    for table, columns in _TABLES.items():
        op.execute(f"ALTER TABLE {table} RENAME TO {table}_before")
        op.execute(f"ALTER TABLE {table}_before ALTER COLUMN month DROP DEFAULT")
        op.execute(f"ALTER TABLE {table}_before ADD PRIMARY KEY USING INDEX {table}_before_key")
        op.execute(f"CREATE TABLE {table} ({columns}) PARTITION BY RANGE (month)")
    for name, place in _INDICES:
        op.execute(f"CREATE INDEX {name} ON {place}")
    for table in _TABLES:
        op.execute(f"ALTER TABLE {table} ATTACH PARTITION {table}_before FOR VALUES FROM (MINVALUE) TO ('0002-01-01')")


def _exchange_fetches(connection: sa.Connection) -> None:
    """The log up to the month of its last line becomes one partition."""
    last = "SELECT date_trunc('month', max(at) AT TIME ZONE 'UTC') + INTERVAL '1 month' FROM fetches"
    until = connection.execute(sa.text(last)).scalar()
    op.execute("ALTER TABLE fetches RENAME TO fetches_before")
    op.execute("ALTER TABLE fetches_before DROP CONSTRAINT fetches_pkey")
    op.execute("ALTER TABLE fetches_before ADD PRIMARY KEY USING INDEX fetches_before_key")
    op.execute("ALTER TABLE fetches_before RENAME CONSTRAINT fetches_url_at_outcome_key TO fetches_before_once")
    op.execute("ALTER INDEX fetches_by_time RENAME TO fetches_before_time")
    op.execute("ALTER INDEX ix_fetches_source RENAME TO fetches_before_source")
    op.execute(
        """CREATE TABLE fetches (
        number BIGINT NOT NULL, url TEXT COLLATE "C" NOT NULL, at TIMESTAMPTZ NOT NULL,
        outcome TEXT COLLATE "C" NOT NULL, reason TEXT COLLATE "C" NOT NULL, final_url TEXT COLLATE "C" NOT NULL,
        status INTEGER, size BIGINT NOT NULL, source TEXT COLLATE "C" NOT NULL, documents TEXT COLLATE "C" NOT NULL,
        PRIMARY KEY (number, at), UNIQUE (url, at, outcome)) PARTITION BY RANGE (at)"""
    )
    op.execute("CREATE INDEX fetches_by_time ON fetches (at)")
    op.execute("CREATE INDEX ix_fetches_source ON fetches (source)")
    ends = f"{until:%Y-%m-%d}" if until is not None else "0002-01-01"
    op.execute(f"ALTER TABLE fetches ATTACH PARTITION fetches_before FOR VALUES FROM (MINVALUE) TO ('{ends} 00:00+00')")
