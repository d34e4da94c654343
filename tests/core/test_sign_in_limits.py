"""Wrong passwords, forgotten passwords and passwords of pages are tried so often, then no more for a while."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.backends import ModelBackend
from django.core import mail
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from wagtail.models import PageViewRestriction

from clusters.models import Cluster, ContactMessage
from fedcms.sign_in import attempts, limits
from fedcms.sign_in.attempts import forget_past, take_try
from fedcms.sign_in.limits import account_limit
from fedcms.sign_in.models import RecentTries
from fedcms.users.models import User
from news.models import ArticlePage
from tests.clusters.test_contact import ADDRESS as CONTACT
from tests.clusters.test_contact import message, old_stamp
from tests.factories import make_article, make_cluster, make_user
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db

SIGN_IN, FORGOTTEN = "/admin/login/", "/admin/password_reset/"
NOON = datetime(2026, 5, 5, 12, tzinfo=UTC)


@pytest.fixture
def nora() -> User:
    """Somebody with an account."""
    return make_user("nora")


def sign_in(name: str, password: str = "faux", address: str = "192.0.2.1", **headers: str) -> HttpResponse:
    return Client(REMOTE_ADDR=address, headers=headers).post(
        SIGN_IN, {"username": name, "password": password}
    )


def said(response: HttpResponse) -> str:
    found = re.search(r'<li class="error">\s*(.*?)\s*</li>', response.content.decode(), re.DOTALL)
    return found[1] if found else ""


def test_after_five_wrong_passwords_of_an_account_the_right_one_is_not_looked_at(
    nora: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        for number in range(5):
            answer = sign_in("nora", address=f"192.0.2.{number}")
            assert answer.status_code == 200
        looked_at: list[object] = []
        with monkeypatch.context() as patch:
            patch.setattr(ModelBackend, "authenticate", lambda *args, **kwargs: looked_at.append(args))
            # Django's lookup is exact; whoever writes the name otherwise tries the same account.
            for name in ("nora", "NORA", "ｎora"):
                refused = sign_in(name, PASSWORD, "198.51.100.7")
                assert (refused.status_code, refused["Retry-After"]) == (429, "900")
                assert said(refused) == "Trop d’essais en peu de temps. Réessayez dans 15 minutes."
        assert looked_at == []
        clock.shift(timedelta(minutes=14, seconds=30))
        assert said(sign_in("nora", PASSWORD)).endswith("dans 1 minute.")
        clock.shift(timedelta(seconds=31))
        assert sign_in("nora", PASSWORD).status_code == 302, "waiting is enough, and trying meanwhile no harm"


def test_an_account_that_there_is_not_is_answered_in_the_same_words(nora: User) -> None:
    answers = [
        [
            (answer.status_code, answer.get("Retry-After"), said(answer))
            for answer in (sign_in(name, address=f"192.0.2.{number}") for number in range(7))
        ]
        for name in ("nora", "nobody")
    ]
    assert answers[0] == answers[1]
    assert [status for status, *_ in answers[0]] == [200] * 5 + [429] * 2


def test_after_twenty_wrong_passwords_an_address_waits_and_an_ipv6_connection_counts_as_one(
    nora: User,
) -> None:
    for number in range(20):
        assert sign_in(f"guess{number}", address=f"2001:db8:0:1::{number + 1:x}").status_code == 200
    assert sign_in("nora", PASSWORD, "2001:db8:0:1:ffff::9").status_code == 429
    assert sign_in("nora", PASSWORD, "2001:db8:0:2::9").status_code == 302, "a neighbour goes in"


def test_right_passwords_do_not_count(nora: User) -> None:
    """An office behind one address signs in all morning."""
    for _number in range(4):
        sign_in("nora")
    for _number in range(25):
        assert sign_in("nora", PASSWORD).status_code == 302
    sign_in("nora")
    assert sign_in("nora", PASSWORD).status_code == 429, "nor do they wipe out the wrong ones"


def test_the_words_are_in_the_readers_language(nora: User, settings: object) -> None:
    settings.FEDCMS_TRIES_OF_ACCOUNT = 1  # type: ignore[attr-defined]
    sign_in("nora")
    words = {code: said(sign_in("nora", **{"accept-language": code})) for code in ("fr", "en", "es", "ar")}
    assert len(set(words.values())) == 4
    assert words["en"] == "Too many attempts in a short time. Try again in 15 minutes."


def test_the_table_names_nobody_and_is_emptied(nora: User) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        sign_in("nora")
        (first, second) = RecentTries.objects.all()
        assert not re.search("nora|192", f"{first.key} {second.key}")
        clock.shift(timedelta(minutes=14))
        assert forget_past() == 0
        clock.shift(timedelta(minutes=2))
        assert forget_past() == 2


def test_what_is_tried_while_old_rows_are_deleted_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    statements: list[str] = []

    def tried_meanwhile(execute: Callable[..., object], sql: str, *rest: object) -> object:
        """Once the job has read which rows are old, one of the accounts is tried again."""
        if "recenttries" in sql:
            statements.append(sql)
            if len(statements) == 2:
                take_try([account_limit("nora")])
        return execute(sql, *rest)

    with time_machine.travel(NOON, tick=False) as clock:
        for name in ("guess", "other", "nora"):
            take_try([account_limit(name)])
        clock.shift(timedelta(hours=1))
        with connection.execute_wrapper(tried_meanwhile):
            assert forget_past() == 2
        assert RecentTries.objects.get().key == account_limit("nora").key
        clock.shift(timedelta(hours=1))
        monkeypatch.setattr(attempts, "AT_ONCE", 1)
        take_try([account_limit("guess")])
        clock.shift(timedelta(hours=1))
        assert forget_past() == 2, "as many as there are, some at once"


def test_a_forgotten_password_is_answered_alike_and_mailed_three_times_an_hour(nora: User) -> None:
    def ask(email: str, number: int) -> tuple[int, str]:
        answer = Client(REMOTE_ADDR=f"192.0.2.{number}").post(FORGOTTEN, {"email": email})
        return answer.status_code, answer.get("Location", answer.get("Retry-After", ""))

    known = [ask("nora@people.example", number) for number in range(5)]
    assert [status for status, _where in known] == [302] * 3 + [429] * 2
    assert len(mail.outbox) == 3
    assert known == [ask("nobody@people.example", number) for number in range(5)]
    assert len(mail.outbox) == 3
    for number in range(11):
        last = Client().post(FORGOTTEN, {"email": f"guess{number}@people.example"})
    assert last.status_code == 429
    assert "Trop d’essais" in last.content.decode()


def test_the_password_of_a_page_is_limited_for_each_address(federation: object) -> None:
    page: ArticlePage = make_article(make_cluster("nord", "NOR"), title="Budget confidentiel")
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type="password", password="sésame"
    )
    door = f"/fr/_util/authenticate_with_password/{restriction.pk}/{page.pk}/"

    def open_with(password: str, address: str) -> HttpResponse:
        return Client(REMOTE_ADDR=address).post(door, {"password": password, "return_url": page.url_path})

    for _number in range(25):
        assert open_with("sésame", "192.0.2.1").status_code == 302
    for _number in range(20):
        assert open_with("faux", "192.0.2.1").status_code == 200
    refused = open_with("sésame", "192.0.2.1")
    assert refused.status_code == 429
    assert "Réessayez dans 15 minutes" in refused.content.decode()
    assert "Budget" not in refused.content.decode()
    assert open_with("sésame", "192.0.2.2").status_code == 302, "others who have it are let in"


def test_who_floods_the_password_of_a_page_shuts_nobody_else_out(
    federation: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "TRIES_OF_PAGE", 3)
    page: ArticlePage = make_article(make_cluster("nord", "NOR"), title="Budget confidentiel")
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type="password", password="sésame"
    )
    door = f"/fr/_util/authenticate_with_password/{restriction.pk}/{page.pk}/"

    def status(password: str, address: str) -> int:
        form = {"password": password, "return_url": page.url_path}
        return Client(REMOTE_ADDR=address).post(door, form).status_code

    # Three of anybody's, then one of each address.
    assert [status("faux", "192.0.2.1") for _number in range(6)] == [200] * 4 + [429] * 2
    assert [status("sésame", "192.0.2.2") for _number in range(3)] == [302] * 3, "a right one does not count"
    assert [status("faux", "192.0.2.3") for _number in range(2)] == [200, 429]
    restriction.password = "ouvre-toi"
    restriction.save()
    assert [status("faux", "192.0.2.4") for _number in range(3)] == [200] * 3, "the page's count begins anew"


def test_an_address_sends_so_many_messages_an_hour_and_nothing_typed_is_lost(
    loire: Cluster, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FEDCMS_MESSAGES_AN_HOUR = 1  # type: ignore[attr-defined]
    form = message(old_stamp(monkeypatch))
    assert Client().post(CONTACT, form).status_code == 302
    refused = Client().post(CONTACT, form | {"stamp": old_stamp(monkeypatch)})
    assert refused.status_code == 429
    assert "Réessayez dans 60 minutes" in refused.content.decode()
    assert form["message"] in refused.content.decode()
    assert ContactMessage.objects.count() == 1


def test_readers_and_editors_sign_in_by_one_form() -> None:
    answer = Client().get("/fr/_util/login/?next=/fr/clusters/")
    assert answer["Location"] == "/admin/login/?next=%2Ffr%2Fclusters%2F"
