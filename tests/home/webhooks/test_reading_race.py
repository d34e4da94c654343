"""A page is withdrawn while a message about it is being read, in another transaction: its partner is told, too."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from clusters.models import Cluster, Federation
from fedcms.core.changes.outbox import dispatch
from fedcms.users.models import User
from home.models import WebhookDelivery
from home.outgoing.posting import post
from home.outgoing.sending import Claim, send_due
from home.webhooks import delivering
from home.webhooks.delivering import next_delivery
from home.webhooks.registering import Wishes, register, switch
from tests.factories import make_article, make_cluster, make_federation, make_user
from tests.home.receiver import Receiver
from tests.search.races import Held, shared_database

pytestmark = pytest.mark.database("postgresql")
PATH = "/echo"


@pytest.fixture(scope="module")
def publisher(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Cluster, User]]:
    with django_db_blocker.unblock(), shared_database():
        if not Federation.objects.exists():
            make_federation()
        west = make_cluster("ponant", "PON")
        yield west, make_user("wanda", west, "publisher")


@pytest.fixture(autouse=True)
def db(publisher: tuple[Cluster, User]) -> None:
    """Instead of one transaction around each test: what is written here is seen by every connection."""


def test_a_withdrawal_between_reading_and_claiming_is_told(
    receiver: Receiver, publisher: tuple[Cluster, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    west, wanda = publisher
    webhook, _secret = register(west, Wishes("L’Écho", receiver.at(PATH)), wanda)
    switch(west, webhook, wanda, is_on=True)
    page = make_article(west, title="Une erreur grave")
    while dispatch():
        pass
    claims: list[Claim | None] = []

    def withdraw() -> None:
        page.unpublish()
        while dispatch():
            pass

    held = Held()
    held.after(monkeypatch, delivering, "read_message")
    held.run(lambda: claims.append(next_delivery()), withdraw)
    (claim,) = claims
    assert claim is not None
    claim.record(post(claim.request))
    send_due()
    assert receiver.events(PATH) == ["content.published", "content.withdrawn"]
    assert set(WebhookDelivery.objects.values_list("state", flat=True)) <= {"replaced", "delivered"}
