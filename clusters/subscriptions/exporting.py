"""Returns all that is kept of a subscriber, as plain values, for a file that its owner can read."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings

from clusters.models import ContentPage, Facet, MailedPage, Subscriber, SubscriberMail
from clusters.models.cluster import Cluster
from clusters.subscriptions.announced_pages import FEDERATION
from fedcms.core.models.topic import all_topics
from fedcms.core.pages.addresses import absolute
from fedcms.core.seo.site_name import site_name
from fedcms.core.visibility import visible_q

_MOMENTS = ("consented_at", "confirmed_at", "active_since", "last_sign_at", "reminded_at", "links_since")


def data_of(subscriber: Subscriber) -> dict[str, object]:
    """Returns all that is kept of a subscriber."""
    mails = SubscriberMail.objects.filter(subscriber=subscriber).order_by("pk")
    pages = list(
        MailedPage.objects.filter(subscriber=subscriber)
        .order_by("pk")
        .values_list("translation_key", "mail__message_id")
    )
    titles = _titles({key for key, _mail in pages}, subscriber.language)
    return {
        "key": str(subscriber.key),
        "email": subscriber.email,
        "language": subscriber.language,
        "rhythm": subscriber.rhythm,
        "state": subscriber.state,
        "takes_all": [
            name
            for name in ("kinds", "clusters", "topics", "countries")
            if getattr(subscriber, f"takes_all_{name}")
        ],
        "choices": _choices(subscriber),
        **{name: _iso(getattr(subscriber, name)) for name in _MOMENTS},
        "links_sent": subscriber.links_sent,
        "refusals": subscriber.refusals,
        "mails": [_mail(mail) for mail in mails],
        "pages": [{"key": str(key), "mail": mail, **titles.get(key, {})} for key, mail in pages],
    }


def _mail(mail: SubscriberMail) -> dict[str, object]:
    return {
        "message_id": mail.message_id,
        "purpose": mail.purpose,
        "state": mail.state,
        "written_at": _iso(mail.created_at),
        "sent_at": _iso(mail.sent_at),
        "tries": mail.tries,
        "service_id": mail.service_id,
    }


def _choices(subscriber: Subscriber) -> list[dict[str, str]]:
    """Returns what was chosen, with the names of clusters and topics that there still are."""
    rows = list(subscriber.choices.order_by("pk").values_list("facet", "value"))
    names: dict[tuple[str, str], str] = {(Facet.CLUSTER, FEDERATION): site_name()}
    if any(facet == Facet.CLUSTER for facet, _value in rows):
        names |= {(Facet.CLUSTER, str(each.pk)): str(each) for each in Cluster.objects.all()}
    if any(facet == Facet.TOPIC for facet, _value in rows):
        names |= {(Facet.TOPIC, str(each.pk)): str(each) for each in all_topics()}
    return [
        {"facet": facet, "value": value}
        | ({"name": str(names[facet, value])} if (facet, value) in names else {})
        for facet, value in rows
    ]


def _titles(keys: Iterable[UUID], language: str) -> Mapping[UUID, dict[str, str]]:
    """Returns title and address of the pages that are public, in a language if there is that."""
    found = ContentPage.objects.filter(visible_q(), translation_key__in=list(keys))
    order = [language, *(code for code, _name in settings.LANGUAGES if code != language)]
    rows = found.values_list("translation_key", "locale__language_code", "title", "url_path")
    titles: dict[UUID, dict[str, str]] = {}
    for key, _code, title, path in sorted(
        rows, key=lambda row: order.index(row[1]) if row[1] in order else len(order)
    ):
        titles.setdefault(key, {"title": title, "address": absolute(path)})
    return titles


def _iso(moment: object) -> str | None:
    return moment.isoformat() if isinstance(moment, datetime) else None
