"""What Alembic runs to bring a library up to date, on the connection and in the transaction of ``library.upgrade``."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transaction_per_migration=False)
context.run_migrations()
