"""Reads what a delivery says in the moment of sending, by what a visitor sees and what the partner may hold."""

from dataclasses import dataclass

from clusters.content.registry import class_of_type
from clusters.models import ContentPage
from fedcms.core.pages.addresses import absolute, page_address
from home.models import EventType, Webhook, WebhookCopy, WebhookDelivery
from home.webhooks.payload import Json, published_data, withdrawn_data
from home.webhooks.selection import public_pages, topics_of, wants


@dataclass(frozen=True)
class Message:
    """What a delivery says now."""

    event: EventType
    data: Json
    copy: WebhookCopy | None = None


def read_message(webhook: Webhook, delivery: WebhookDelivery) -> Message | None:
    """Returns what a delivery of a locked webhook says now, None if there is nothing to say.

    The copy is noted before the message leaves: if the page is withdrawn meanwhile, its partner is told.
    """
    if delivery.event == EventType.TEST or delivery.page_id is None:
        return Message(EventType.TEST, {"webhook": webhook.name})
    copy = webhook.copies.filter(page_id=delivery.page_id).first()
    topic_ids = topics_of([webhook]).get(webhook.pk, frozenset())
    public = public_pages([delivery.page_id]).get(delivery.page_id)
    if public is None or not wants(webhook, topic_ids, public):
        return None if copy is None else Message(EventType.WITHDRAWN, withdrawn_data(copy), copy)
    page = ContentPage.objects.select_related("locale", "cluster", "lead_image").get(pk=public.id)
    if copy is None:
        copy = webhook.copies.create(
            page_id=page.pk,
            translation_key=page.translation_key,
            language=page.locale.language_code,
            kind=class_of_type(page.content_type_id).kind,
            url=absolute(page_address(page)),
        )
    event = EventType.UPDATED if copy.is_confirmed else EventType.PUBLISHED
    return Message(event, published_data(page, copy), copy)
