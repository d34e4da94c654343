"""Where somebody is signed in: seen in the account, ended from there, and ended with the account."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from clusters.models import Cluster
from fedcms.sign_in.models import UserSession
from fedcms.sign_in.open_sessions.clients import browser_of, shortened, system_of
from fedcms.sign_in.open_sessions.register import forget_ended
from fedcms.users.models import User
from tests.core.second_factor import HOME, is_in, nora, signed_in, text
from tests.factories import make_user
from tests.factories.people import PASSWORD

__all__ = ["nora"]

pytestmark = pytest.mark.django_db

SCREEN = "/admin/account/sessions/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"
# What the account screen asks besides the password.
ABOUT_NORA = {
    "name_email-first_name": "Nora",
    "name_email-last_name": "Petit",
    "name_email-email": "nora@people.example",
    "locale-preferred_language": "fr",
    "locale-current_time_zone": "Europe/Paris",
    "theme-theme": "system",
    "theme-contrast": "system",
    "theme-density": "default",
    "theme-keyboard_shortcuts": "True",
}


def browser(agent: str = FIREFOX, address: str = "203.0.113.77", name: str = "nora") -> Client:
    client = Client(REMOTE_ADDR=address, HTTP_USER_AGENT=agent)
    client.post("/admin/login/", {"username": name, "password": PASSWORD})
    return client


def key_of(agent_system: str) -> str:
    return str(UserSession.objects.get(system=agent_system).pk)


def test_somebody_sees_where_their_account_is_open(nora: User, loire: Cluster) -> None:
    make_user("eva", loire, "editor")
    browser(address="198.51.100.1", name="eva")
    phone, desk = browser(SAFARI, "2001:db8:1:2::9"), browser()
    phone.get(HOME)
    page = text(desk.get(SCREEN))
    assert "Firefox sur Windows" in page
    assert "203.0.113.x" in page
    assert "203.0.113.77" not in page, "shortened"
    assert "Safari sur iPhone" in page
    assert "2001:db8:1::x" in page
    assert "198.51.100" not in page, "of somebody else"
    assert page.count("Cet appareil") == 1
    assert page.count("Fermer la session") == 1
    assert SCREEN in text(desk.get("/admin/account/"))


def test_a_session_that_is_ended_is_gone_at_once_and_the_own_stays(nora: User) -> None:
    phone, desk = browser(SAFARI), browser()
    assert is_in(phone)
    answer = desk.post(SCREEN, {"session": key_of("iPhone")}, follow=True)
    assert "La session est fermée." in text(answer)
    assert "iPhone" not in text(answer)
    assert not is_in(phone)
    assert is_in(desk)


def test_nobody_ends_the_session_of_somebody_else(nora: User, loire: Cluster) -> None:
    make_user("eva", loire, "editor")
    phone, eva = browser(SAFARI), browser(name="eva")
    for named in (key_of("iPhone"), "1", "é" * 500, ""):
        assert "était déjà fermée" in text(eva.post(SCREEN, {"session": named}, follow=True))
    assert is_in(phone)


def test_all_others_are_ended_those_too_that_are_not_listed(nora: User) -> None:
    phone, desk, old = browser(SAFARI), browser(), browser()
    UserSession.objects.exclude(pk=key_of("iPhone")).latest("began_at").delete()
    answer = desk.post(SCREEN, {"others": "1"}, follow=True)
    assert "n’est plus ouvert que sur cet appareil" in text(answer)
    assert not is_in(phone)
    assert not is_in(old)
    assert is_in(desk)
    assert text(desk.get(SCREEN)).count("sur Windows") == 1


def test_a_new_password_ends_the_others(nora: User) -> None:
    phone, desk = browser(SAFARI), browser()
    new = dict.fromkeys(("password-new_password1", "password-new_password2"), "mont-saint-michel")
    typed = new | {"password-old_password": PASSWORD}
    answer = desk.post("/admin/account/", ABOUT_NORA | typed)
    assert answer.status_code == 302
    nora.refresh_from_db()
    assert nora.check_password("mont-saint-michel")
    assert not is_in(phone)
    page = text(desk.get(SCREEN))
    assert "iPhone" not in page, "gone from the list as well"
    assert page.count("Cet appareil") == 1, "whose session is stored under a new key"


def test_who_is_ended_while_the_session_gets_a_new_key_is_out(nora: User) -> None:
    phone = browser(SAFARI)
    session = phone.session
    UserSession.objects.filter(system="iPhone").delete()
    session.cycle_key()
    session.save()
    phone.cookies["sessionid"] = session.session_key
    assert not is_in(phone)


def test_a_session_is_one_row_and_is_not_ended_as_another(nora: User) -> None:
    """Of one from before, two requests come together: neither has the other's mark."""
    desk = browser()
    session = desk.session
    del session["open_session"]
    session.save()
    assert text(desk.get(SCREEN)).count("sur Windows") == 1
    assert "était déjà fermée" in text(desk.post(SCREEN, {"session": key_of("Windows")}, follow=True))
    assert is_in(desk)


def test_an_account_of_many_sessions_has_a_short_list_and_is_closed_at_once(nora: User) -> None:
    """As of a monitor that signs in each minute."""
    desk = browser()

    def sign_in_often(first: int, last: int) -> None:
        stored = Session.objects.get(pk=desk.session.session_key)
        keys = [f"monitor{number:033d}" for number in range(first, last)]
        Session.objects.bulk_create(
            Session(session_key=key, session_data=stored.session_data, expire_date=stored.expire_date)
            for key in keys
        )
        long_ago = timezone.now() - timedelta(days=1)
        UserSession.objects.bulk_create(
            UserSession(user=nora, session_key=key, system="Linux", last_seen_at=long_ago) for key in keys
        )

    def cost_of_ending() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert "n’est plus ouvert que sur cet appareil" in text(
                desk.post(SCREEN, {"others": "1"}, follow=True)
            )
        return len(captured)

    sign_in_often(0, 3)
    few = cost_of_ending()
    sign_in_often(3, 73)
    page = text(desk.get(SCREEN))
    assert page.count("Fermer la session") == 49
    assert page.count("Cet appareil") == 1
    assert "Et 21 sessions de plus" in page
    assert cost_of_ending() == few
    assert not Session.objects.filter(pk__startswith="monitor").exists()
    assert is_in(desk)


@pytest.mark.parametrize("way", ["form", "bulk"])
def test_a_closed_account_is_open_nowhere_not_even_when_it_is_opened_again(
    nora: User, django_user_model: type[User], way: str
) -> None:
    phone, desk = browser(SAFARI), browser()
    # From before sessions were listed.
    UserSession.objects.filter(system="Windows").delete()
    root = django_user_model.objects.create_superuser("root", "root@people.example", PASSWORD)
    admin = Client()
    admin.force_login(root)
    if way == "form":
        nora.is_active = False
        nora.save(update_fields=["is_active"])
    else:
        admin.post(
            f"/admin/bulk/users/user/set_active_state/?id={nora.pk}",
            {"mark_as_active": "False", "next": HOME},
        )
        nora.refresh_from_db()
        assert not nora.is_active
    User.objects.filter(pk=nora.pk).update(is_active=True)
    assert not is_in(phone)
    assert not is_in(desk)
    assert is_in(admin)
    assert is_in(signed_in())


def test_a_session_from_before_is_listed_and_who_signs_out_is_not(nora: User) -> None:
    desk = browser()
    UserSession.objects.all().delete()
    session = desk.session
    del session["open_session"]
    session.save()
    assert "Firefox sur Windows" in text(desk.get(SCREEN))
    desk.post("/admin/logout/")
    assert not UserSession.objects.exists()


def test_it_is_noted_when_and_from_where_a_session_was_seen_last(nora: User) -> None:
    desk = browser()
    long_ago = timezone.now() - timedelta(days=3)
    UserSession.objects.update(last_seen_at=long_ago)
    desk.get(HOME, REMOTE_ADDR="192.0.2.8")
    assert UserSession.objects.get().last_seen_at == long_ago, "not at each request"
    cache.clear()
    desk.get(HOME, REMOTE_ADDR="192.0.2.8")
    row = UserSession.objects.get()
    assert row.last_seen_at > long_ago
    assert row.network == "192.0.2.x"


def test_rows_of_sessions_that_are_over_are_deleted(nora: User) -> None:
    desk, _phone = browser(), browser(SAFARI)
    Session.objects.exclude(pk=desk.session.session_key).delete()
    assert forget_ended() == 0, "one may just be stored under another key"
    UserSession.objects.update(last_seen_at=timezone.now() - timedelta(hours=2))
    assert forget_ended() == 1
    assert UserSession.objects.get().system == "Windows"


@pytest.mark.parametrize(
    ("agent", "named"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36 Edg/140.0", ("Edge", "Linux")),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari/537.36", ("Chrome", "Android")),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/18.0 Safari/605.1", ("Safari", "macOS")),
        ("curl/8.0\x00é", ("", "")),
        ("", ("", "")),
    ],
)
def test_browsers_are_named(agent: str, named: tuple[str, str]) -> None:
    request = RequestFactory().get("/", HTTP_USER_AGENT=agent)
    assert (browser_of(request), system_of(request)) == named


def test_what_is_no_address_is_shortened_to_nothing() -> None:
    assert shortened("unknown") == ""
    assert shortened("2001:db8:1:2::/64") == "2001:db8:1::x"
