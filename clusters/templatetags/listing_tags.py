"""Template tags for what leads from a page to the listings of its kind."""

from collections.abc import Mapping

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from clusters.models import ContentPage
from fedcms.core.models import Topic

register = template.Library()


@register.simple_tag
def topic_address(page: ContentPage, topic: Topic, page_urls: Mapping[str, str] | None) -> str:
    """Returns the address that lists pages of the same kind on a topic, all clusters together.

    `page_urls` are those of the federation's own pages in the reader's language. Where it has no such listing, the
    search lists them. From what is over one is led to what is over.
    """
    if not (listing := (page_urls or {}).get(page.listing_page)):
        return f"{reverse('search')}?{urlencode({'topic': topic.key, 'kind': page.kind})}"
    asked: dict[str, str | int] = {"topic": topic.key}
    ends_at = page.search_ends_at()
    if ends_at is not None and ends_at <= timezone.now():
        asked["past"] = 1
    return f"{listing}?{urlencode(asked)}"
