"""Builds search entries of organisations, in each language of the directory."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page

from clusters.models import Organisation, OrganisationIndexPage
from clusters.models.content_queryset import AUDIENCE_FIELDS
from fedcms.core.pages.addresses import page_address
from fedcms.core.visibility import unrestricted_q
from search.entries.kinds import ORGANISATION as KIND


def organisation_key(organisation_id: int, language: str) -> str:
    """Returns the id of an organisation's entry in a language, in the table and in every engine."""
    return f"{KIND}-{organisation_id}-{language}"


def directories() -> dict[str, OrganisationIndexPage]:
    """Returns the directory of each language that is public between its release and its expiry. One query."""
    pages = OrganisationIndexPage.objects.filter(unrestricted_q(), live=True, alias_of=None)
    return {page.locale.language_code: page for page in pages.select_related("locale")}


def languages_of(organisation: Organisation) -> set[str]:
    """Returns the languages in which an organisation describes itself; empty means that it is shown in all."""
    return {code for code, text in organisation.description.items() if text}


def shown_in(organisation: Organisation, known: dict[str, OrganisationIndexPage]) -> Iterator[str]:
    """Returns the languages in which an organisation has an entry: those of `known` that it describes itself in."""
    languages = languages_of(organisation)
    return (code for code in known if not languages or code in languages)


def with_all_words(
    organisations: "QuerySet[Organisation, Organisation]",
) -> "QuerySet[Organisation, Organisation]":
    """Fetches with organisations what their entries say. Three queries for any number of them."""
    return organisations.select_related("cluster").prefetch_related("topics", "offerings")


def _body(organisation: Organisation, language: str) -> str:
    """Returns what it offers, a line each. A product has one name in many languages, its description has not."""
    lines = (
        f"{offering.name.text_for(language)}. {offering.description.get(language, '')}".strip()
        for offering in organisation.offerings.all()
    )
    return "\n".join(lines)


def entry_values(organisation: Organisation, directory: Page, language: str) -> dict[str, Any]:
    """Returns the columns of an organisation's entry in a language. Fetch it by `with_all_words`."""
    cluster = organisation.cluster
    topics, offerings = list(organisation.topics.all()), list(organisation.offerings.all())
    description = organisation.description.text_for(language)
    keywords = (
        *(topic.labels.text_for(language) for topic in topics),
        cluster.name.text_for(language),
        cluster.territory.text_for(language),
        organisation.city,
    )
    return {
        "page_id": None,
        "language": language,
        "kind": KIND,
        "cluster": cluster,
        "title": organisation.name,
        "summary": description,
        "body": _body(organisation, language),
        "keywords": [word for word in keywords if word],
        "names": [],
        "topics": [topic.key for topic in topics],
        "audiences": [
            str(name) for name in AUDIENCE_FIELDS if any(name in one.audiences for one in offerings)
        ],
        "country": str(cluster.country),
        "organisation": organisation.slug,
        "place": organisation.city,
        "date": None,
        "day": None,
        "former_day": None,
        "status": "",
        "visible_from": directory.go_live_at,
        "visible_until": directory.expire_at,
        "url": f"{page_address(directory)}{organisation.slug}/",
    }


def wanted_keys() -> set[str]:
    """Returns the keys of all entries that organisations should have. Two queries."""
    known = directories()
    return {
        organisation_key(organisation.pk, language)
        for organisation in Organisation.objects.only("description")
        for language in shown_in(organisation, known)
    }


def wanted_entries(
    organisations: Iterable[Organisation], known: dict[str, OrganisationIndexPage]
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yields (key, columns) of every entry that the organisations should have in the directories `known`."""
    for organisation in organisations:
        for language in shown_in(organisation, known):
            yield (
                organisation_key(organisation.pk, language),
                entry_values(organisation, known[language], language),
            )
