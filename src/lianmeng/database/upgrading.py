"""From the tables of one program version to those of the next."""

from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def migrations_waiting() -> int:
    """How many changes to the tables this program brings that the database does not have yet."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def move_on() -> int:
    """Bring the tables up to date; how many changes that took."""
    executor = MigrationExecutor(connection)
    leaves = executor.loader.graph.leaf_nodes()
    count = len(executor.migration_plan(leaves))
    executor.migrate(leaves)
    return count
