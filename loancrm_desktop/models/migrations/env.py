"""Runs the numbered steps on the connection that schema.py hands over."""

from alembic import context

from loancrm_desktop.models.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=False,
    render_as_batch=True,
)
context.run_migrations()
