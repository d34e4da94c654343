"""A partner's server, a cluster with its publisher, and a way to register a webhook."""

from collections.abc import Callable, Iterator

import pytest
from pytest_django import Settings

from clusters.models import Cluster
from fedcms.users.models import User
from home.models import Webhook
from home.webhooks.registering import Wishes, register, switch
from tests.core.conftest import make_database, site
from tests.factories import make_cluster, make_user
from tests.home.receiver import Receiver, running_receiver
from tests.shared_rows import Keep, again

LOOPBACK = "127.0.0.0/8"

__all__ = ["make_database", "site"]


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    """A server that may be told though it stands on the loopback, and over http."""
    settings.FEDCMS_HARVEST_OPEN_NETWORKS = [LOOPBACK]
    settings.FEDCMS_OUTGOING_SECONDS = 2.0
    with running_receiver() as running:
        yield running


@pytest.fixture(scope="module")
def kept(keep: Keep) -> tuple[Cluster, Cluster, User]:
    with keep():
        west, east = make_cluster("ponant", "PON"), make_cluster("levant", "LEV")
        return west, east, make_user("wanda", west, "publisher")


@pytest.fixture
def west(kept: tuple[Cluster, Cluster, User], db: None) -> Cluster:
    return again(kept[0])


@pytest.fixture
def east(kept: tuple[Cluster, Cluster, User], db: None) -> Cluster:
    return again(kept[1])


@pytest.fixture
def wanda(kept: tuple[Cluster, Cluster, User], db: None) -> User:
    return again(kept[2])


Registered = Callable[..., tuple[Webhook, str]]


@pytest.fixture
def registered(west: Cluster, wanda: User) -> Registered:
    """Registers a webhook of the west that is on, with what it wants; returns it with its secret."""

    def make(address: str, **wishes: object) -> tuple[Webhook, str]:
        values = {"name": "L’Écho", "address": address} | wishes
        webhook, secret = register(west, Wishes(**values), wanda)
        switch(west, webhook, wanda, is_on=True)
        return Webhook.objects.get(pk=webhook.pk), secret

    return make
