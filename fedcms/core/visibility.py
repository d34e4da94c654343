"""What an anonymous visitor may see now: the one definition, for rows and for objects.

Every outlet (page, listing, feed, calendar, sitemap, API, search, media) asks this module. A page is visible when
it is live, not expired, its release moment has passed, neither it nor an ancestor has a view restriction, its
locale is active, and it is no alias. The clock is asked each time: Wagtail leaves a page past `expire_at` live
until a command runs, and puts the alias of a scheduled page live at once (wagtail #11344).
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Q
from django.db.models.lookups import IsNull
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone
from wagtail.models import Page

from fedcms.core.compiled_queries import Parameter
from fedcms.core.planner_hints import NotSelective

Moment = datetime | Parameter


def released_q(now: Moment, prefix: str = "") -> Q:
    """Returns the condition that a page is live, released and not expired at `now` (aware); ignores restrictions.

    `prefix` is the lookup from the queried model to the page, e.g. "page__".
    """
    return (
        Q(**{f"{prefix}live": True})
        & Q(IsNull(NotSelective(f"{prefix}alias_of_id"), rhs=True))
        & (Q(**{f"{prefix}go_live_at__isnull": True}) | Q(**{f"{prefix}go_live_at__lte": now}))
        & (Q(**{f"{prefix}expire_at__isnull": True}) | Q(**{f"{prefix}expire_at__gt": now}))
    )


class IsOpen(Func):
    """Whether a page of this tree path and locale has no view restriction (its own or inherited) and an active locale.

    The SQL is written here once: two subqueries that Django compiles for every listing took a third of the CPU time of
    a cluster's page. Tree paths have only digits and capital letters (treebeard's alphabet), so they contain no
    wildcard of LIKE. A property test compares the result with Wagtail's.

    Restrictions and closed locales are read once for each statement, not for each row: on PostgreSQL into arrays.
    SQLite has no arrays, and checks each row only if there is any restriction (CROSS JOIN makes it read the few
    restrictions before the pages). `@>` instead of `<> ALL`, which the planner expects to leave one page in twenty: it
    would then sort all pages although an index has them in order.
    """

    output_field = BooleanField()
    arity = 2
    template = (
        "((NOT EXISTS (SELECT 1 FROM wagtailcore_pageviewrestriction)"
        " OR NOT EXISTS (SELECT 1 FROM wagtailcore_pageviewrestriction r"
        " CROSS JOIN wagtailcore_page p ON p.id = r.page_id WHERE %(path)s LIKE p.path || '%%%%'))"
        " AND %(locale)s NOT IN (SELECT s.locale_id FROM core_localestate s WHERE NOT s.is_active))"
    )
    template_of_postgresql = (
        "(NOT %(path)s LIKE ANY (ARRAY(SELECT p.path || '%%%%' FROM wagtailcore_pageviewrestriction r"
        " JOIN wagtailcore_page p ON p.id = r.page_id))"
        " AND NOT ARRAY(SELECT s.locale_id FROM core_localestate s WHERE NOT s.is_active) @> ARRAY[%(locale)s])"
    )

    def as_sql(  # type: ignore[override]  # takes what Django passes, but for its own templates
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        """Returns the template with both columns; they are column names and carry no parameters."""
        path, locale = (compiler.compile(expression)[0] for expression in self.get_source_expressions())
        template = self.template_of_postgresql if connection.vendor == "postgresql" else self.template
        return template % {"path": path, "locale": locale}, ()


class LocaleIsClosed(Func):
    """Whether a locale is closed to the public; its SQL is written once, for the same reason as that of `IsOpen`."""

    output_field = BooleanField()
    arity = 1
    template = (
        "(EXISTS (SELECT 1 FROM core_localestate s WHERE s.locale_id = %(expressions)s AND NOT s.is_active))"
    )


class HasOwnRestriction(Func):
    """Whether the page of this primary key itself has a view restriction."""

    output_field = BooleanField()
    arity = 1
    template = "(EXISTS (SELECT 1 FROM wagtailcore_pageviewrestriction r WHERE r.page_id = %(expressions)s))"


def unrestricted_q(prefix: str = "") -> Q:
    """Returns the condition that a page has an active locale and no view restriction, its own or an ancestor's."""
    return Q(IsOpen(F(f"{prefix}path"), F(f"{prefix}locale_id")))


def visible_q(now: Moment | None = None, prefix: str = "") -> Q:
    """Returns the condition that a page is visible at `now` (aware, default: this moment), for any page queryset."""
    return released_q(now or timezone.now(), prefix) & unrestricted_q(prefix)


def is_released(page: Page, now: datetime) -> bool:
    """Returns `released_q` for one page that is already loaded; no query."""
    return bool(
        page.live
        and page.alias_of_id is None
        and (page.go_live_at is None or page.go_live_at <= now)
        and (page.expire_at is None or page.expire_at > now)
    )


def is_visible(page: Page, now: datetime | None = None) -> bool:
    """Returns whether an anonymous visitor may see this page at `now` (aware, default: this moment).

    Asks the database, since the object may be outdated.
    """
    if page.pk is None:
        return False
    found: bool = Page.objects.filter(visible_q(now), pk=page.pk).exists()
    return found


def visible_ids(pages: Iterable[Page], now: datetime | None = None) -> set[int]:
    """Returns the ids of those of `pages` that are visible. One query."""
    return set(Page.objects.filter(visible_q(now), pk__in=[p.pk for p in pages]).values_list("pk", flat=True))
