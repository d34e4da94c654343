"""The world under embargo, made once for the tests of a module."""

from collections.abc import Iterator

import pytest
from django.core import mail
from django.test import TestCase
from pytest_django import Settings

from tests.admin_walk.browser import SESSIONS
from tests.embargo_oracle.partners import HUB, LOOPBACK, add_webhook, partner_server
from tests.embargo_oracle.world import World, build
from tests.home.receiver import Receiver
from tests.shared_rows import Keep


@pytest.fixture(scope="module")
def kept_partner() -> Iterator[Receiver]:
    """A partner's server and a hub."""
    with partner_server() as receiver:
        yield receiver


@pytest.fixture(scope="module")
def kept_world(keep: Keep, kept_partner: Receiver) -> tuple[World, list[mail.EmailMessage]]:
    """All rows, and the mails that were sent of them meanwhile."""
    with keep():
        before = len(getattr(mail, "outbox", []))
        with TestCase.captureOnCommitCallbacks(execute=True):
            made = build()
        add_webhook(kept_partner)
        sent = list(getattr(mail, "outbox", []))[before:]
    return made, sent


@pytest.fixture
def world(
    kept_world: tuple[World, list[mail.EmailMessage]], db: None, settings: Settings, mailoutbox: object
) -> World:
    """As it was made, before browsers that keep their session in a cookie."""
    settings.SESSION_ENGINE = SESSIONS
    made, sent = kept_world
    mail.outbox.extend(sent)
    return made


@pytest.fixture
def partner(world: World, kept_partner: Receiver, settings: Settings) -> Receiver:
    """Who is told from now on."""
    settings.FEDCMS_HARVEST_OPEN_NETWORKS = [LOOPBACK]
    settings.FEDCMS_WEBSUB_HUBS = [kept_partner.base + HUB]
    kept_partner.received.clear()
    return kept_partner
