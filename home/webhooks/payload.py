"""Reads what a partner is told of a page: what a visitor may see of it now, as plain values (docs/webhooks.md)."""

import json
from collections.abc import Mapping
from datetime import date, datetime

from django.utils.translation import override

from clusters.content.registry import class_of_type
from clusters.content.teaser_rows import as_rows, as_teasers, rows_of
from clusters.content.teasers import Teaser
from clusters.models import Cluster, ContentPage
from fedcms.core.i18n.plain_text import clean_line
from fedcms.core.pages.addresses import absolute, page_address
from fedcms.media.enclosures import enclosure_of
from home.feeds.entries import entry_id
from home.models import EventType, WebhookCopy

MAX_BYTES = 20_000
"""No message is larger, as Standard Webhooks advises."""
MAX_TOPICS = 20

Json = Mapping[str, object]


def published_data(page: ContentPage, copy: WebhookCopy) -> Json:
    """Returns what is told of a visible page, whose locale, cluster and image were fetched with it."""
    language = page.locale.language_code
    with override(language):
        (teaser,) = as_teasers(as_rows(rows_of(ContentPage.objects.filter(pk=page.pk))))
        url = absolute(page_address(page))
        released = page.published_at or page.sort_at
        return {
            "id": entry_id(page.translation_key, language),
            "translation_key": str(page.translation_key),
            "language": language,
            "kind": class_of_type(page.content_type_id).kind,
            "url": url,
            "previous_url": copy.url if copy.is_confirmed and copy.url != url else None,
            "title": clean_line(page.title),
            "summary": clean_line(page.summary),
            "published_at": _text(released),
            "updated_at": _text(max(released, page.last_published_at or released)),
            "starts_at": _text(teaser.details.get("starts_at")),
            "ends_at": _text(teaser.details.get("ends_at")),
            "cluster": _cluster(page.cluster),
            "topics": [
                {"key": topic.key, "label": clean_line(str(topic))}
                for topic in page.topics.order_by("key")[:MAX_TOPICS]
            ],
            "image": _image(page, teaser),
        }


def withdrawn_data(copy: WebhookCopy) -> Json:
    """Returns what is told of a page that must go: what names the copy, and not a word of the page."""
    return {
        "id": entry_id(copy.translation_key, copy.language),
        "translation_key": str(copy.translation_key),
        "language": copy.language,
        "kind": copy.kind,
        "url": copy.url,
    }


def message_body(event: EventType, moment: datetime, sequence: int, data: Json) -> bytes:
    """Returns the message, with the moment and the number of this request."""
    value = {
        "type": event.value,
        "timestamp": moment.isoformat(timespec="milliseconds"),
        "data": {"sequence": sequence, **data},
    }
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    if len(body) > MAX_BYTES:
        raise ValueError(f"A message of {len(body)} bytes")
    return body


def _text(moment: object) -> str | None:
    """Returns a moment with its offset, or a day, as ISO 8601."""
    if isinstance(moment, datetime):
        return moment.isoformat(timespec="seconds")
    return moment.isoformat() if isinstance(moment, date) else None


def _cluster(cluster: Cluster | None) -> Json | None:
    if cluster is None:
        return None
    return {"slug": cluster.slug, "code": cluster.code, "name": clean_line(str(cluster))}


def _image(page: ContentPage, teaser: Teaser) -> Json | None:
    """Returns the lead image with its credit and licence, None unless everybody may reuse it."""
    image = page.lead_image
    terms = image.open_licence_address if image is not None else ""
    file = enclosure_of(image) if terms else None  # None without rights, too
    if image is None or file is None:
        return None
    return {
        "url": absolute(file.url),
        "type": file.type,
        "width": file.width,
        "height": file.height,
        "alt": teaser.lead_image_alt,
        "credit": image.credit,
        "licence": image.licence,
        "licence_url": terms,
    }
