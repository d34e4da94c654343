"""Reads the topics of a page that is shown."""

from django.db.models import QuerySet

from clusters.models import ContentPage
from fedcms.core.compiled_queries import Parameter, fetch_objects
from fedcms.core.models import Topic
from fedcms.core.pages.routing import is_routed


def topics_of(page: ContentPage) -> list[Topic]:
    """Returns the topics of a page in the order of their keys; of a preview or a draft, those that it would have.

    One query at most.
    """
    if is_routed(page):
        return fetch_objects(_stored, page=page.pk)
    return list(page.topics.all())


def _stored(*, page: Parameter) -> "QuerySet[Topic, Topic]":
    links = ContentPage.topics.through.objects.filter(contentpage=page)
    return Topic.objects.filter(pk__in=links.values("topic"))
