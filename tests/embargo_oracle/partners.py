"""A partner's server and a WebSub hub: what reaches them has left the site for good."""

from collections.abc import Iterator
from contextlib import contextmanager

from clusters.content.registry import content_types
from home.models import Webhook
from tests.embargo_oracle.oracle import Hidden, everything
from tests.embargo_oracle.sentinels import words_in
from tests.embargo_oracle.world import World
from tests.home.receiver import Received, Receiver, running_receiver

WEBHOOK, HUB = "/webhook", "/hub"
LOOPBACK = "127.0.0.0/8"
# Pages of this kind are live before the moment.
SHOWN_BEFORE = "article"


@contextmanager
def partner_server() -> Iterator[Receiver]:
    """A server with both."""
    with running_receiver() as receiver:
        receiver.at(WEBHOOK)
        receiver.at(HUB)
        yield receiver


def add_webhook(receiver: Receiver) -> None:
    """A partner that wants all that there is."""
    Webhook.objects.create(
        name="Partenaire", address=receiver.base + WEBHOOK, covers_all=True, is_on=True, salt="sel"
    )


def leaking_messages(receiver: Receiver, hidden: Hidden = everything) -> list[str]:
    """A sentence for each message to a partner that tells what nobody may see now."""
    told = [(each, words_in(each.body.decode())) for each in receiver.of(WEBHOOK)]
    return [
        f"webhook: {each.message['type']} tells {', '.join(sorted(filter(hidden, words)))}"
        for each, words in told
        if any(hidden(word) for word in words)
    ]


def pinged_feeds(receiver: Receiver) -> list[str]:
    """The feeds of which the hub was told."""
    return [each.form["hub.url"] for each in receiver.of(HUB)]


def leaking_pings(receiver: Receiver) -> list[str]:
    """A sentence for each ping of a feed in which nothing can have changed but what is under embargo."""
    early = [f"/kinds/{kind}/" for kind in content_types() if kind != SHOWN_BEFORE]
    return [f"hub: {feed}" for feed in pinged_feeds(receiver) if any(part in feed for part in early)]


def last_messages(receiver: Receiver) -> dict[object, Received]:
    """The last message about each page, by its address."""
    return {each.data["url"]: each for each in receiver.of(WEBHOOK)}


def assert_partners_know_all(world: World, receiver: Receiver) -> None:
    """Each page once, in each language, as the public sees it; and the hub of the feeds of each kind."""
    told = last_messages(receiver)
    for page in world.due_pages():
        message = next(each for url, each in told.items() if str(url).endswith(page.url_path))
        assert message.data["title"] == page.title
        assert message.message["type"] in ("content.published", "content.updated")
    feeds = pinged_feeds(receiver)
    assert len(feeds) == len(set(feeds)), "one ping for a feed, however much of it changed"
    for page in world.due_pages():
        language = page.locale.language_code
        for scope in ("", f"kinds/{page.kind}/", f"clusters/{world.stage.b.slug}/"):
            assert any(feed.endswith(f"/{language}/feeds/{scope}atom.xml") for feed in feeds), (
                scope,
                language,
            )


def assert_partners_take_all_away(world: World, receiver: Receiver) -> None:
    """After a withdrawal: each page, by its address and not a word more."""
    told = last_messages(receiver)
    for page in world.due_pages():
        message = next(each for url, each in told.items() if str(url).endswith(page.url_path))
        assert message.message["type"] == "content.withdrawn"
        body = message.body.decode().replace(str(message.data["url"]), "")
        assert words_in(body) == set()
