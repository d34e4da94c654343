"""Creates indexes on Wagtail's page table, and updates the planner's statistics, after each migration.

Wagtail looks pages up by tree path and primary key; this site finds them by address (fedcms.core.pages.routing), and
those of its menus by depth. No migration of ours can own the indexes, since the table is Wagtail's; and when one of
Wagtail's migrations changes it, SQLite copies the table without indexes that Wagtail does not know.
"""

from django.db import DEFAULT_DB_ALIAS, connections

# By address: for addresses equal to one of several or beginning with one, whatever the database's collation. By depth:
# for what the frame of every page shows, which is home pages, their children, and the children of a section's root.
INDEXES = {
    "postgresql": (
        "CREATE INDEX IF NOT EXISTS fedcms_page_by_address ON wagtailcore_page (url_path text_pattern_ops)",
        "CREATE INDEX IF NOT EXISTS fedcms_page_by_depth ON wagtailcore_page (depth, path varchar_pattern_ops)",
    ),
    "sqlite": (
        "CREATE INDEX IF NOT EXISTS fedcms_page_by_address ON wagtailcore_page (url_path)",
        "CREATE INDEX IF NOT EXISTS fedcms_page_by_depth ON wagtailcore_page (depth, path)",
    ),
}
# How many rows of each index SQLite samples: enough to estimate how many are alike, on a table of any size.
SAMPLED_ROWS = 1_000


def create_page_indexes(using: str = DEFAULT_DB_ALIAS) -> None:
    """Creates the indexes that are missing."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in INDEXES[connection.vendor]:
            cursor.execute(statement)


def analyse(using: str = DEFAULT_DB_ALIAS) -> None:
    """Updates the planner's statistics. Without any, the planner expects an empty table to have many rows."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {SAMPLED_ROWS}")
        cursor.execute("ANALYZE")


def analyse_sqlite() -> None:
    """Calls `analyse` on SQLite, which does not do so by itself as its tables grow."""
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        analyse()


def after_migration(sender: object, using: str, plan: object = (), **kwargs: object) -> None:
    """Creates the indexes after migrations; updates statistics if any migration ran.

    `plan` has the migrations that ran; it is empty when tests only emptied the tables.
    """
    if "wagtailcore_page" not in connections[using].introspection.table_names():
        return  # migrated back to before the page table
    create_page_indexes(using)
    if plan:
        analyse(using)
