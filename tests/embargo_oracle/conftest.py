"""The world under embargo, made once for the tests of a module."""

import pytest
from django.core import mail
from django.test import TestCase
from pytest_django import Settings

from tests.admin_walk.browser import SESSIONS
from tests.embargo_oracle.world import World, build
from tests.shared_rows import Keep


@pytest.fixture(scope="module")
def kept_world(keep: Keep) -> tuple[World, list[mail.EmailMessage]]:
    """All rows, and the mails that were sent of them meanwhile."""
    with keep():
        before = len(getattr(mail, "outbox", []))
        with TestCase.captureOnCommitCallbacks(execute=True):
            made = build()
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
