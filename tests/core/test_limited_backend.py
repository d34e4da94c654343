"""Whatever a form calls what is typed, its passwords are limited before any backend looks at them."""

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth import aauthenticate, authenticate
from django.http import HttpRequest
from django.test import RequestFactory

from fedcms.sign_in.limited_backend import refusal_of
from tests.factories import make_user
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.django_db


def request_from(address: str) -> HttpRequest:
    return RequestFactory().post("/", REMOTE_ADDR=address)


def refused(address: str, **credentials: str) -> bool:
    """Whether a password is refused before it is looked at."""
    request = request_from(address)
    assert authenticate(request, **credentials) is None
    return refusal_of(request) is not None


@pytest.mark.parametrize("name", ["username", "email", "login"])
def test_an_account_is_limited_under_each_name_that_forms_have(name: str) -> None:
    typed = {name: "nora@people.example", "password": "faux"}
    assert [refused(f"192.0.2.{number}", **typed) for number in range(6)] == [False] * 5 + [True]


def test_without_a_name_that_is_known_the_address_is_limited() -> None:
    seen = [refused("192.0.2.1", card=f"{number}", password="faux") for number in range(21)]
    assert seen == [False] * 20 + [True]
    assert not refused("192.0.2.2", card="1", password="faux")


def test_asynchronous_code_is_limited_and_signs_in() -> None:
    nora = make_user("nora")
    typed = {"username": "nora", "password": PASSWORD}
    assert async_to_sync(aauthenticate)(request_from("192.0.2.1"), **typed) == nora
    for number in range(5):
        refused(f"192.0.2.{number}", username="nora", password="faux")
    late = request_from("192.0.2.9")
    assert async_to_sync(aauthenticate)(late, **typed) is None
    assert refusal_of(late)
