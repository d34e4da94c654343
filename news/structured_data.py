"""Schema.org data of news: articles and press releases are NewsArticle, stories Article."""

from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from django.utils import timezone

from clusters.structured_data import announcer
from fedcms.core.i18n.days import day_in_words
from fedcms.core.i18n.formatting import list_separator
from fedcms.core.seo.head_types import HeadContext
from fedcms.core.seo.schema_org import Article, NewsArticle, Organization, Place, Reference

if TYPE_CHECKING:
    from clusters.models import ContentPage

AnyArticle = TypeVar("AnyArticle", bound=Article)


def _dateline(place: str, moment: datetime) -> str:
    """Returns place and date as on the page: "Lille, 24 novembre 2026"."""
    day = day_in_words(timezone.localtime(moment))
    return list_separator().join(part for part in (place, day) if part)


def article(kind: type[AnyArticle], page: "ContentPage", head_context: HeadContext) -> AnyArticle:
    """Returns the page as an article of the given type; its author is the cluster or the federation."""
    about = page.organisation
    return kind(
        id=head_context.url,
        headline=page.title,
        description=head_context.description,
        url=head_context.url,
        main_entity_of_page=head_context.url,
        image=head_context.images,
        in_language=head_context.language,
        date_published=page.published_at or page.sort_at,
        date_modified=max(page.sort_at, page.last_published_at or page.sort_at),
        article_section=str(page.kind_label_plural),
        author=announcer(page, head_context),
        publisher=head_context.publisher,
        about=Organization(name=about.name, url=about.website) if about else None,
        content_location=Place(name=page.dateline_place) if page.dateline_place else None,
        is_accessible_for_free=True,
        translation_of_work=Reference(id=head_context.original) if head_context.original else None,
        work_translation=tuple(Reference(id=url) for url in head_context.translations),
    )


def news(page: "ContentPage", head_context: HeadContext, genre: str = "") -> NewsArticle:
    """Returns the page as a news article; `genre` names the kind of text, if it matters."""
    plain = article(NewsArticle, page, head_context)
    return NewsArticle(
        **{**vars(plain), "dateline": _dateline(page.dateline_place, page.sort_at), "genre": genre}
    )
