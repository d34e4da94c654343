"""Indexes on Wagtail's page table, and statistics for the planner, after each migration.

Wagtail looks pages up by tree path and primary key; this site finds them by address (fedcms.core.pages.routing), and
its menus by depth. The table is Wagtail's, so that no migration of ours describes it; and SQLite makes a table anew
when one of Wagtail's changes it, without the indexes that Wagtail does not know. Hence after every migration.
"""

from django.db import DEFAULT_DB_ALIAS, connections

# By address: equal to one of several, or beginning with one, whatever the database's collation.
# By depth, for what stands around every page: home pages, their children, the children of a section's root.
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
# Rows of each index that SQLite looks at: enough to know how many are alike, on a table of any size.
SAMPLED_ROWS = 1_000


def create_page_indexes(using: str = DEFAULT_DB_ALIAS) -> None:
    """Makes the indexes that are not there."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in INDEXES[connection.vendor]:
            cursor.execute(statement)


def analyse(using: str = DEFAULT_DB_ALIAS) -> None:
    """Tells the planner how many rows there are: a table that was never analysed is taken for one of many."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {SAMPLED_ROWS}")
        cursor.execute("ANALYZE")


def analyse_sqlite() -> None:
    """`analyse` where the database does not do it by itself as its tables grow."""
    if connections[DEFAULT_DB_ALIAS].vendor == "sqlite":
        analyse()


def after_migration(sender: object, using: str, plan: object = (), **kwargs: object) -> None:
    """`plan` holds the migrations that ran; it is empty where a test's tables were only emptied."""
    if "wagtailcore_page" not in connections[using].introspection.table_names():
        return  # migrated back, to where there are no pages
    create_page_indexes(using)
    if plan:
        analyse(using)
