"""The first schema."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None

TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Makes all tables."""
    _reports()
    _findings()
    _stories()
    _desk()
    _rounds()
    _search()


def _reports() -> None:
    """What came in."""
    op.create_table(
        "originals",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary, nullable=False),
        sa.Column("size", NUMBER, nullable=False),
        sa.Column("location", TEXT, nullable=False),
        sa.Column("media_type", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "documents",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("location", TEXT, nullable=False),
        sa.Column("title", TEXT),
        sa.Column("outlet", TEXT),
        sa.Column("url", TEXT),
        sa.Column("earliest", sa.Date),
        sa.Column("latest", sa.Date),
        sa.Column("kept_at", TIME, nullable=False),
        sa.Column("original", sa.String(length=64)),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(
            ["original"],
            ["originals.digest"],
        ),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("id"),
    )
    op.create_index("documents_by_day", "documents", ["latest", "id"])
    op.create_index("ix_documents_original", "documents", ["original"])


def _findings() -> None:
    """Where it came from, and what was found in it."""
    op.create_table(
        "pages",
        sa.Column("address", TEXT, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.Column("first_seen", TIME, nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("address", "digest", "document"),
    )
    op.create_table(
        "readings",
        sa.Column("document", TEXT, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("kept_at", TIME, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document", "made_by"),
    )
    op.create_table(
        "fingerprints",
        sa.Column("document", TEXT, nullable=False),
        sa.Column("earliest", sa.Date),
        sa.Column("packed", sa.LargeBinary, nullable=False),
        sa.Column("kept_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("document"),
    )
    op.create_index("fingerprints_by_day", "fingerprints", ["earliest", "document"])


def _stories() -> None:
    """How it was grouped."""
    op.create_table(
        "stories",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("first", sa.Date),
        sa.Column("last", sa.Date),
        sa.Column("reports", NUMBER, nullable=False),
        sa.Column("opened_at", TIME, nullable=False),
        sa.Column("changed_at", TIME, nullable=False),
        sa.Column("absorbed_by", TEXT),
        sa.ForeignKeyConstraint(
            ["absorbed_by"],
            ["stories.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_stories_absorbed_by", "stories", ["absorbed_by"])
    op.create_index("stories_by_change", "stories", ["changed_at", "id"])
    op.create_index("stories_by_day", "stories", ["last", "id"])
    op.create_index("stories_by_size", "stories", ["reports", "id"])
    op.create_table(
        "moves",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("story", TEXT, nullable=False),
        sa.Column("other", TEXT),
        sa.Column("documents", TEXT, nullable=False),
        sa.Column("why", TEXT, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("undone_at", TIME),
        sa.Column("before", TEXT, nullable=False),
        sa.ForeignKeyConstraint(
            ["story"],
            ["stories.id"],
        ),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_moves_other", "moves", ["other"])
    op.create_index("ix_moves_story", "moves", ["story"])
    op.create_table(
        "members",
        sa.Column("document", TEXT, nullable=False),
        sa.Column("story", TEXT, nullable=False),
        sa.Column("move", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["move"],
            ["moves.number"],
        ),
        sa.ForeignKeyConstraint(
            ["story"],
            ["stories.id"],
        ),
        sa.PrimaryKeyConstraint("document"),
    )
    op.create_index("ix_members_story", "members", ["story"])


def _desk() -> None:
    """What was made of it."""
    op.create_table(
        "briefs",
        sa.Column("story", TEXT, nullable=False),
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("made_by", TEXT, nullable=False),
        sa.Column("made_at", TIME, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("story", "day"),
    )
    op.create_table(
        "seen",
        sa.Column("reader", TEXT, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("reader", "document"),
    )
    op.create_table(
        "reviews",
        sa.Column("statement", TEXT, nullable=False),
        sa.Column("by", TEXT, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("story", TEXT, nullable=False),
        sa.Column("verdict", TEXT, nullable=False),
        sa.Column("note", TEXT, nullable=False),
        sa.Column("data", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("statement", "by", "at"),
    )
    op.create_index("ix_reviews_story", "reviews", ["story"])


def _rounds() -> None:
    """The daily round."""
    op.create_table(
        "sources",
        sa.Column("address", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("title", TEXT, nullable=False),
        sa.Column("etag", TEXT, nullable=False),
        sa.Column("modified", TEXT, nullable=False),
        sa.Column("added_at", TIME),
        sa.Column("polled_at", TIME),
        sa.Column("next_poll", TIME),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("fault", TEXT, nullable=False),
        sa.Column("paused", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("address"),
    )
    op.create_index("ix_sources_next_poll", "sources", ["next_poll"])
    op.create_table(
        "fetches",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("url", TEXT, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("outcome", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("final_url", TEXT, nullable=False),
        sa.Column("status", sa.Integer),
        sa.Column("size", NUMBER, nullable=False),
        sa.Column("source", TEXT, nullable=False),
        sa.Column("documents", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("url", "at", "outcome"),
    )
    op.create_index("fetches_by_time", "fetches", ["at"])
    op.create_index("ix_fetches_source", "fetches", ["source"])
    op.create_table(
        "watchlists",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("query", TEXT, nullable=False),
        sa.Column("notify", TEXT, nullable=False),
        sa.Column("created_at", TIME),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "told",
        sa.Column("watchlist", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("watchlist", "key"),
    )


def _search() -> None:
    """What search looks into."""
    op.create_table(
        "names",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("folded", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("kind", "folded"),
    )
    op.create_table(
        "document_names",
        sa.Column("document", TEXT, nullable=False),
        sa.Column("name", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["name"],
            ["names.number"],
        ),
        sa.PrimaryKeyConstraint("document", "name"),
    )
    op.create_index("ix_document_names_name", "document_names", ["name"])
    op.create_table(
        "passages",
        sa.Column("number", NUMBER, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.Column("story", TEXT),
        sa.Column("name", NUMBER),
        sa.Column("speaker", TEXT, nullable=False),
        sa.Column("text", TEXT, nullable=False),
        sa.Column("places", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["name"],
            ["names.number"],
        ),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_passages_document", "passages", ["document"])
    op.create_index("ix_passages_name", "passages", ["name"])
    op.create_index("ix_passages_story", "passages", ["story"])
    if op.get_bind().dialect.name == "sqlite":
        # The words come folded and stemmed: the tokenizer is only to part them at the spaces.
        op.execute("CREATE VIRTUAL TABLE passage_terms USING fts5(terms, tokenize = 'unicode61 remove_diacritics 0')")
    else:
        op.execute(
            "CREATE TABLE passage_terms ("
            "rowid BIGINT PRIMARY KEY REFERENCES passages (number) ON DELETE CASCADE, terms TSVECTOR NOT NULL)"
        )
        op.execute("CREATE INDEX passage_terms_by_word ON passage_terms USING gin (terms)")
