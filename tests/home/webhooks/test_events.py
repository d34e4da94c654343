"""What a partner is told: of what it wants, what is visible when it is sent, signed, and in an order it can keep."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from standardwebhooks.webhooks import Webhook as Verifier
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, PageViewRestriction

from clusters.models import Cluster
from fedcms.core.models import LocaleState, Topic
from fedcms.media.models import FederationImage
from fedcms.media.renditions import make_renditions
from home.feeds.entries import entry_id
from home.models import WebhookCopy, WebhookDelivery
from home.webhooks import payload
from home.webhooks.payload import MAX_BYTES
from tests.factories import make_article, make_event, make_release
from tests.factories.content import publish
from tests.home.receiver import Receiver
from tests.home.webhooks.conftest import Registered
from tests.home.webhooks.passing import worker_passes

pytestmark = pytest.mark.django_db
BASE = "http://127.0.0.1:8000"
PATH = "/echo"


def picture(name: str, **rights: object) -> FederationImage:
    values = {"title": name, "credit": "Ada", "licence": "cc-by", "alt_texts": {"fr": "Un tableau"}} | rights
    image = FederationImage.objects.create(file=get_test_image_file(f"{name}.png", size=(900, 600)), **values)
    make_renditions(image)
    return image


def test_a_partner_follows_a_page_from_its_publication_to_its_end(
    receiver: Receiver, registered: Registered, west: Cluster, topic: Topic
) -> None:
    webhook, secret = registered(receiver.at(PATH))
    page = make_article(west, title="Un atelier", slug="atelier", lead_image=picture("libre"))
    page.topics.add(topic)
    page.save()
    assert worker_passes() == 1
    (first,) = receiver.of(PATH)
    assert Verifier(secret).verify(first.body, first.headers) == first.message
    assert first.message["type"] == "content.published"
    data = first.data
    assert data["id"] == entry_id(page.translation_key, "fr")
    assert (data["language"], data["kind"], data["title"]) == ("fr", "article", "Un atelier")
    assert (data["url"], data["previous_url"]) == (BASE + page.url_path, None)
    assert data["cluster"] == {"slug": "ponant", "code": "PON", "name": str(west)}
    assert data["topics"] == [{"key": "ai", "label": "Intelligence & artifices"}]
    image = data["image"]
    assert isinstance(image, dict)
    assert (image["credit"], image["licence"], image["alt"]) == ("Ada", "cc-by", "Un tableau")
    assert image["licence_url"] == "https://creativecommons.org/licenses/by/4.0/"

    page.title, page.slug = "Un grand atelier", "grand-atelier"
    former = page.url_path
    publish(page)
    worker_passes()
    second = receiver.of(PATH)[-1]
    assert second.message["type"] == "content.updated"
    assert (second.data["title"], second.data["previous_url"]) == ("Un grand atelier", BASE + former)

    UnpublishPageAction(page).execute()
    worker_passes()
    last = receiver.of(PATH)[-1]
    assert last.message["type"] == "content.withdrawn"
    assert last.data["url"] == BASE + page.url_path
    assert "atelier" not in last.body.decode().replace(page.url_path, "")
    page.refresh_from_db()
    page.delete()
    assert worker_passes() == 0, "a partner is told once"

    sequences = [each.data["sequence"] for each in receiver.of(PATH)]
    assert sequences == sorted(set(sequences))
    assert len({each.headers["webhook-id"] for each in receiver.of(PATH)}) == len(sequences)
    assert not WebhookCopy.objects.exists()
    assert webhook.deliveries.filter(state="delivered").count() == len(sequences)


def test_what_is_told_is_what_is_visible_when_it_is_sent(
    receiver: Receiver, registered: Registered, west: Cluster
) -> None:
    """A change that was undone before anybody was told is told by nobody; restrictions and clocks are asked."""
    registered(receiver.at(PATH))
    now = timezone.now()
    undone = make_article(west, title="Trop tôt")
    later = make_release(west, title="Plus tard", go_live_at=now + timedelta(hours=1))
    publish(later)
    UnpublishPageAction(undone).execute()
    assert worker_passes() == 0
    shown, ending = (
        make_article(west, title="Vu"),
        make_article(west, title="Un jour", expire_at=now + timedelta(days=1)),
    )
    worker_passes()
    assert receiver.events(PATH) == ["content.published"] * 2
    PageViewRestriction.objects.create(page=Page.objects.get(pk=shown.pk), restriction_type="login")
    worker_passes()
    assert receiver.of(PATH)[-1].message["type"] == "content.withdrawn"
    assert receiver.of(PATH)[-1].data["url"] == BASE + shown.url_path
    with time_machine.travel(now + timedelta(days=2)):
        # Sent before the job that expires pages has run.
        ending.title = "Un jour de plus"
        ending.save()
        worker_passes()
        assert receiver.of(PATH)[-1].data["url"] == BASE + ending.url_path
        assert receiver.events(PATH)[-1] == "content.withdrawn"
    assert "Plus tard" not in "".join(each.body.decode() for each in receiver.received)


def test_each_partner_is_told_what_it_wants(
    receiver: Receiver, registered: Registered, west: Cluster, east: Cluster, topic: Topic
) -> None:
    registered(receiver.at("/own"))
    registered(receiver.at("/all"), covers_all=True)
    registered(receiver.at("/events"), covers_all=True, kinds=["event", "mission"])
    registered(receiver.at("/english"), covers_all=True, languages=["en"])
    registered(receiver.at("/topic"), covers_all=True, topics=[topic])
    ours, theirs = make_article(west), make_event(east)
    federal, english = make_release(None), make_article(west, "en")
    ours.topics.add(topic)
    ours.save()
    worker_passes()
    told = {path: {each.data["url"] for each in receiver.of(path)} for path in receiver.answers}
    url = {name: BASE + page.url_path for name, page in
           {"ours": ours, "theirs": theirs, "federal": federal, "english": english}.items()}  # fmt: skip
    assert told == {
        "/own": {url["ours"], url["english"]},
        "/all": set(url.values()),
        "/events": {url["theirs"]},
        "/english": {url["english"]},
        "/topic": {url["ours"]},
    }
    # What a partner no longer wants is taken from it.
    ours.topics.clear()
    ours.title = "Sur autre chose"
    ours.save()
    worker_passes()
    assert receiver.events("/topic") == ["content.published", "content.withdrawn"]
    assert receiver.events("/own")[-1] == "content.updated"


def close_language(page: Page) -> None:
    LocaleState.objects.create(locale=page.locale, is_active=False)


def restrict_section(page: Page) -> None:
    section = page.get_parent().get_parent()
    PageViewRestriction.objects.create(page=section, restriction_type="login")


@pytest.mark.parametrize(
    "end",
    [Page.unpublish, Page.delete, close_language, restrict_section],
    ids=["unpublished", "deleted", "language closed", "section restricted"],
)
def test_however_a_page_ends_its_partners_take_it_away(
    receiver: Receiver, registered: Registered, west: Cluster, end: Callable[[Page], object]
) -> None:
    registered(receiver.at(PATH))
    page = make_article(west, "en", title="Soon over")
    worker_passes()
    end(Page.objects.get(pk=page.pk).specific)
    worker_passes()
    assert receiver.events(PATH) == ["content.published", "content.withdrawn"]
    assert receiver.of(PATH)[-1].data["url"] == BASE + page.url_path


def test_what_cannot_be_told_keeps_nothing_else_back(
    receiver: Receiver, registered: Registered, west: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    webhook, _secret = registered(receiver.at(PATH))
    monkeypatch.setattr(payload, "MAX_BYTES", 1200)
    make_article(west, title="Trop long", summary="é" * 400)
    make_article(west, title="Bref", summary="…")
    worker_passes()
    assert [each.data["title"] for each in receiver.of(PATH)] == ["Bref"]
    waiting = webhook.deliveries.get(state="waiting")
    assert (waiting.tries, waiting.failure) == (1, "unexpected")
    # What was wrong for a moment costs a pause, not the message.
    monkeypatch.setattr(payload, "MAX_BYTES", MAX_BYTES)
    with time_machine.travel(waiting.next_try_at):
        worker_passes()
    assert [each.data["title"] for each in receiver.of(PATH)] == ["Bref", "Trop long"]


@pytest.mark.parametrize(
    "rights",
    [
        {"licence": "all-rights"},
        {"licence": "press"},
        {"reuse": "press"},
        {"territory": "France"},
        {"rights_until": "2020-01-01"},
    ],
)
def test_an_image_goes_out_only_if_everybody_may_reuse_it(
    receiver: Receiver, registered: Registered, west: Cluster, rights: dict[str, str]
) -> None:
    registered(receiver.at(PATH))
    image = picture("limitee", **rights)
    image.refresh_from_db()
    make_article(west, lead_image=image)
    worker_passes()
    assert receiver.of(PATH)[0].data["image"] is None


def test_a_burst_of_changes_is_one_message_and_none_is_too_long(
    receiver: Receiver, registered: Registered, west: Cluster
) -> None:
    registered(receiver.at(PATH))
    page = make_article(west, title="É" * 255, summary="é" * 400)
    page.topics.set(Topic.objects.create(key=f"t{number}", labels={"fr": "ü" * 80}) for number in range(40))
    for _change in range(3):
        page.summary = page.summary[:-1]
        page.save()
    worker_passes()
    (message,) = receiver.of(PATH)
    assert len(message.body) < MAX_BYTES
    assert message.data["summary"] == "é" * 397
    assert WebhookDelivery.objects.count() == 1
