"""Completes an item with the metadata of its own page."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.db.models import Q

from search.harvest.item_addresses import canonical_key, is_root
from search.harvest.likeness import MOST_CANDIDATES, alike, title_key
from search.harvest.parsing.pages import PageMetadata
from search.harvest.storing import declared_language
from search.models import HarvestedItem


def complete(item: HarvestedItem, metadata: PageMetadata, now: datetime) -> None:
    """Fills what the item lacks from its page's metadata. Title, summary and language of the sitemap stay.

    The page's date, and its canonical address if it can be true, replace those of the item.
    """
    item.wants_page = False
    item.title = item.title or metadata.title
    item.title_key = title_key(item.title)
    item.summary = item.summary or metadata.summary
    item.language = item.language or declared_language(metadata.language)
    date = metadata.date if metadata.date and metadata.date <= now + timedelta(days=1) else None
    # The date in a sitemap may be that of the last change, so the page's date is better.
    item.date = date or item.date
    if metadata.canonical and _is_its_own(item, metadata.canonical):
        item.address, item.canonical = metadata.canonical, canonical_key(metadata.canonical)


def _is_its_own(item: HarvestedItem, canonical: str) -> bool:
    """Returns whether the canonical address that a page declares can be true.

    Not when it is on another site, which cannot be trusted; nor when it is the home page or belongs to an item with
    another title, which is a mistake in a template that all pages of the site make.
    """
    if urlsplit(canonical).netloc != urlsplit(item.address).netloc or is_root(canonical):
        return False
    key = canonical_key(canonical)
    others = item.source.items.exclude(pk=item.pk).filter(Q(canonical=key) | Q(identity=key))
    titles = others.values_list("title_key", flat=True)[:MOST_CANDIDATES]
    return all(title == item.title_key or alike(title, item.title_key) for title in titles)
