"""What tests of second factors share: a browser, an app of codes, and whether somebody is in the admin."""

import re
from datetime import UTC, datetime
from html import unescape
from unittest.mock import patch

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.http import HttpResponse
from django.test import Client

from clusters.models import Cluster
from fedcms.users.models import User
from tests.factories import make_user
from tests.factories.people import PASSWORD

HOME, SIGN_IN, FACTORS = "/admin/", "/admin/login/", "/admin/second-factor/"
NOON = datetime(2026, 5, 5, 12, tzinfo=UTC)


@pytest.fixture
def nora(loire: Cluster) -> User:
    """Somebody who publishes."""
    return make_user("nora", loire, "publisher")


def signed_in(name: str = "nora") -> Client:
    """A browser whose person has typed the password."""
    client = Client()
    answer = client.post(SIGN_IN, {"username": name, "password": PASSWORD, "next": HOME})
    assert answer.status_code == 302
    return client


def text(answer: HttpResponse) -> str:
    return unescape(answer.content.decode())


def code_of(secret: str, moment: datetime) -> str:
    return str(format_hotp_value(hotp_value(secret, int(moment.timestamp()) // 30)))


def add_app(client: Client) -> str:
    """Adds an app of codes by the screens; returns its secret."""
    form = client.get(f"{FACTORS}totp/activate/", follow=True)
    if "Est-ce bien vous" in text(form):
        proof = {"password": PASSWORD, "next": f"{FACTORS}totp/activate/"}
        form = client.post(f"{FACTORS}password/", proof, follow=True)
    found = re.search(r'second-factor__secret"[^>]*>\s*(\w+)', text(form))
    assert found
    # As after a commit, within the request: the test's own transaction never ends.
    with patch("django.db.transaction.on_commit", lambda told, **kwargs: told()):
        code = {"code": code_of(found[1], datetime.now(UTC))}
        added = client.post(f"{FACTORS}totp/activate/", code, follow=True)
    assert "Codes de secours" in text(added)
    return found[1]


def recovery_codes(client: Client) -> list[str]:
    return re.findall(r"<li><code>(\w+)</code>", text(client.get(f"{FACTORS}recovery-codes/")))


def is_in(client: Client) -> bool:
    return client.get(HOME).status_code == 200


@pytest.fixture
def root(loire: Cluster) -> User:
    """Somebody who administers the site."""
    return User.objects.create_superuser("root", "root@people.example", PASSWORD)
