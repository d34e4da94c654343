"""The neighbours of a page as a reader sees them: one of each other cluster, in a language that the reader can read."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple, Protocol, TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Case, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language

from clusters.content.registry import class_of_type, is_void
from clusters.models import Cluster, ContentPage, PageNeighbour
from fedcms.core.compiled_queries import Parameter, Values, fetch
from fedcms.core.component_keys import PlainKey
from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.core.pages.addresses import quoted_path
from fedcms.core.shown_tags import collected, declared, note_moment, set_tag


class _NeighbourRow(NamedTuple):
    """A page that is stored as a neighbour, in one language."""

    title: str
    url_path: str
    content_type_id: int
    sort_at: datetime
    sort_until: datetime
    language: str
    translation_key: UUID
    cluster_id: int
    code: str
    name: TranslatedText
    accent: str


class _Version(Protocol):
    """A page in one language."""

    @property
    def translation_key(self) -> UUID: ...


AnyVersion = TypeVar("AnyVersion", bound=_Version)

_COLUMNS = (
    *_NeighbourRow._fields[:5],
    "locale__language_code",
    "translation_key",
    "cluster_id",
    "cluster__code",
    "cluster__name",
    "cluster__accent",
)


class ShownCluster(NamedTuple):
    """What a badge shows of a cluster; to make eight instances of the model would cost more than the query."""

    code: str
    name: TranslatedText
    accent: str

    @property
    def component_key(self) -> PlainKey:
        """What a badge shows of it (`cached_include`)."""
        return PlainKey((self.code, self.accent, *self.name.items()))


@dataclass(frozen=True)
class Neighbour:
    """What another cluster published on the same topic."""

    cluster: ShownCluster | Cluster
    title: str
    url: str
    kind_label: str | Promise
    language: str
    """The language of its title: the reader's, else one in which it exists."""
    published_at: datetime | None
    """When it appeared (aware); `None` for what takes place on a day of its own."""
    is_coming: bool
    """Whether it takes place and is not over."""

    @property
    def component_key(self) -> tuple[object, ...]:
        """All that is shown of it (`cached_include`)."""
        return (
            self.cluster.component_key,
            self.title,
            self.url,
            self.kind_label,
            self.language,
            self.published_at,
            self.is_coming,
        )


def _named(codes: tuple[str, ...], *, now: Parameter, key: Parameter) -> "QuerySet[ContentPage, Values]":
    """Returns the visible pages that are stored as neighbours of a set, and take place if ever.

    Each in the first of the languages `codes` in which it is visible: the database chooses, since each row more costs
    a reader more than that.
    """
    named = PageNeighbour.objects.filter(translation_key=key).values("neighbour_key")
    pages = ContentPage.objects.visible(now).filter(
        ~is_void(), translation_key__in=named, cluster__isnull=False
    )
    whens = (When(locale__language_code=code, then=Value(rank)) for rank, code in enumerate(codes))
    rank = Case(*whens, default=Value(len(codes)))
    version = Window(RowNumber(), partition_by="translation_key", order_by=[rank, "locale__language_code"])
    best = pages.annotate(version=version).filter(version=1)
    return best.order_by("cluster__code").values_list(*_COLUMNS)  # type: ignore[no-any-return]  # Wagtail is untyped


def neighbours_of(page: ContentPage) -> list[Neighbour]:
    """Returns one page of each other cluster in the order of the clusters' codes, those that are visible now.

    One query. In the active language, else in the federation's main language, else in the first that there is.
    """
    now = timezone.now()
    with declared(*_tags(page.translation_key)):
        found = fetch(_named, _preferred_languages(), now=now, key=page.translation_key)
    rows = [_NeighbourRow(*values) for values in found]  # type: ignore[arg-type]  # the columns are those of _named
    # What was moved to this page's cluster is left out: the worker has not come to it yet.
    return [_neighbour(row, now) for row in rows if row.cluster_id != page.cluster_id]


def _tags(key: UUID) -> list[str]:
    """Returns the tags of all neighbours of a set, of those that are not visible yet too; one query where it counts."""
    if collected() is None:
        return []
    stored = PageNeighbour.objects.filter(translation_key=key).values_list("neighbour_key", flat=True)
    with declared(neighbours_tag(key)):
        return [set_tag(neighbour) for neighbour in stored]


def neighbours_tag(key: UUID) -> str:
    """Returns the tag of which pages are stored as neighbours of a set."""
    return f"neighbours:{key}"


def best_versions(
    rows: Iterable[AnyVersion], language_of: Callable[[AnyVersion], str]
) -> dict[UUID, AnyVersion]:
    """Returns by translation key the row in the language that a reader would rather read, in the order of `rows`."""
    rank = _rank_of_languages()
    best: dict[UUID, AnyVersion] = {}
    for row in rows:
        known = best.get(row.translation_key)
        if known is None or rank[language_of(row)] < rank[language_of(known)]:
            best[row.translation_key] = row
    return best


def _preferred_languages() -> tuple[str, ...]:
    """Returns the languages in the order in which a reader would rather read: the active one, then the main one."""
    main = settings.LANGUAGE_CODE
    return tuple(dict.fromkeys((get_language() or main, main, *(code for code, _name in settings.LANGUAGES))))


def _rank_of_languages() -> Mapping[str, int]:
    """Returns the rank of each language, by which a reader would rather read; the smallest is the best."""
    rank = {code: number for number, code in enumerate(_preferred_languages())}
    return defaultdict(lambda: len(rank), rank)


def _neighbour(row: _NeighbourRow, now: datetime) -> Neighbour:
    model = class_of_type(row.content_type_id)
    if model.has_calendar and row.sort_until >= now:
        note_moment(row.sort_until + timedelta(microseconds=1))
    return Neighbour(
        cluster=ShownCluster(row.code, row.name, row.accent),
        title=row.title,
        url=quoted_path(row.url_path),
        kind_label=model.kind_label,
        language=row.language,
        published_at=None if model.has_calendar else row.sort_at,
        is_coming=model.has_calendar and row.sort_until >= now,
    )
