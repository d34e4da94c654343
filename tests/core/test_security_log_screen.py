"""The screen of the security log: administrators alone read it, narrow it, and turn its pages."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from clusters.models import Cluster
from fedcms.sign_in.models import SecurityEvent
from fedcms.users.models import User
from tests.core.second_factor import SIGN_IN, nora, root, signed_in, text
from tests.factories import make_user
from tests.factories.people import PASSWORD

__all__ = ["nora", "root"]

pytestmark = pytest.mark.django_db

SCREEN = "/admin/security-events/"
ROW = re.compile(r"<td>\s*<bdi>\d{4}-")


def test_administrators_read_and_narrow_the_log(nora: User, root: User, loire: Cluster) -> None:
    make_user("eva", loire, "editor")
    Client(REMOTE_ADDR="203.0.113.77").post(SIGN_IN, {"username": "nora", "password": PASSWORD})
    admin = Client()
    admin.force_login(root)
    page = text(admin.get(SCREEN, {"kind": "signed_in", "person": "nora"}))
    assert "203.0.113.77" in page
    assert len(ROW.findall(page)) == 1
    assert "eva" not in page
    assert "Aucun événement" in text(admin.get(SCREEN, {"person": "personne"}))
    assert "eva" not in text(admin.get(SCREEN, {"kind": "x", "person": "nora"})), "the other filter stays"
    for odd in ({"kind": "x"}, {"p": "é"}, {"p": "9" * 30}, {"person": "a" * 999}):
        assert admin.get(SCREEN, odd).status_code == 200
    assert admin.post(SCREEN).status_code == 405
    assert SCREEN in text(admin.get("/admin/"))


def test_the_log_is_paged(root: User) -> None:
    moment = timezone.now() - timedelta(days=1)
    SecurityEvent.objects.bulk_create(
        [SecurityEvent(kind="signed_in", about=root, at=moment) for _number in range(120)]
    )
    admin = Client()
    admin.force_login(root)
    assert len(ROW.findall(text(admin.get(SCREEN)))) == 50
    second = text(admin.get(SCREEN, {"p": "2", "kind": "signed_in"}))
    assert "?kind=signed_in&p=1" in second
    assert "?kind=signed_in&p=3" in second


def test_nobody_else_reads_it(nora: User) -> None:
    client = signed_in()
    answer = client.get(SCREEN)
    assert answer.status_code == 302
    assert answer["Location"] == "/admin/"
    assert SCREEN not in text(client.get("/admin/"))
    assert Client().get(SCREEN)["Location"].startswith(SIGN_IN)
