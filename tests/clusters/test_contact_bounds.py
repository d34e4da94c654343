"""The edges of the spam defence: the third second, the last hour of the day, the fourth link, the second message."""

import time

import pytest
import time_machine
from django.core import signing
from django.http import QueryDict

from clusters.directory.forms import ContactForm, JoinForm
from clusters.directory.stamped_form import STAMP_SALT

NOW = 1_800_000_000.0

pytestmark = pytest.mark.django_db


def stamp(age: float, key: str = "a-key", salt: str = STAMP_SALT) -> str:
    """What a form holds that was shown so many seconds ago."""
    return signing.dumps([NOW - age, key], salt=salt)


def filled(kind: type[ContactForm] = ContactForm, **changes: str) -> ContactForm:
    """A form that came back, at NOW."""
    data = QueryDict(mutable=True)
    values = {
        "name": "Une enseignante",
        "email": "enseignante@lycee.example",
        "organisation": "Lycée",
        "subject": "Une question",
        "message": "Comment participer ?",
        "website": "",
        "stamp": stamp(60),
    }
    data.update(values | changes)
    form = kind(data)
    with time_machine.travel(NOW, tick=False):
        assert time.time() == NOW
        form.is_valid()
    return form


@pytest.mark.parametrize(
    ("age", "is_taken"),
    [
        (2.75, False),
        (3, True),
        (24 * 60 * 60, True),
        (24 * 60 * 60 + 0.25, False),
        (-60, False),
    ],
)
def test_a_person_takes_three_seconds_and_at_most_a_day(age: float, is_taken: bool) -> None:
    assert filled(stamp=stamp(age)).is_valid() is is_taken


def test_a_stamp_that_was_signed_for_something_else_or_by_nobody_is_none() -> None:
    for forged in (stamp(60, salt="other"), "", stamp(60)[:-1], "a:b"):
        form = filled(stamp=forged)
        assert form.has_error("__all__", "stamp")
        assert form.data["stamp"] != forged, "the next attempt has a good one"


@pytest.mark.parametrize("link", ["http://a.example ", "https://a.example ", "HTTPS://A.example "])
def test_three_links_are_taken_and_a_fourth_is_not(link: str) -> None:
    assert filled(message=link * 3).is_valid()
    assert filled(message=link * 4).has_error("message")
    assert filled(message=f"http://b.example {link * 3}").has_error("message")


def test_a_hidden_field_that_is_filled_is_refused_whatever_else_is_right() -> None:
    form = filled(website="x")
    assert form.has_error("__all__", "spam")
    assert form.data["website"] == ""
    assert form.shows_trap
    assert form.data["message"] == "Comment participer ?"


def test_each_message_has_a_key_of_its_own_whoever_has_the_same_stamp() -> None:
    """The same is a button that was pressed twice, which writes once; another would be lost."""

    def key(age: str = "sent", **changes: str) -> object:
        form = filled(stamp=stamp(60, age), **changes)
        assert form.is_valid()
        return form.cleaned_data["form_key"]

    assert key() == key()
    assert len(str(key())) == 32
    others = [key("other")]
    for field in ("name", "email", "organisation", "subject", "message"):
        changes = {field: "autre@lycee.example" if field == "email" else "Autre chose"}
        assert key(**changes) == key(**changes)
        others.append(key(**changes))
    # Nor do words that move from one field into the next.
    others += [key(name="ab", email="c@lycee.example"), key(name="a", email="bc@lycee.example")]
    assert len({key(), *others}) == len(others) + 1


def test_who_asks_to_join_says_for_whom() -> None:
    assert filled(organisation="").is_valid()
    assert filled(JoinForm, organisation="").has_error("organisation")
    assert filled(JoinForm).is_valid()


def test_a_subject_is_one_line_of_at_most_so_many_characters() -> None:
    form = filled(subject=" Une\r\n question\tde  plus ")
    assert form.is_valid()
    assert form.cleaned_data["subject"] == "Une question de plus"
    assert filled(subject="s" * 150).is_valid()
    assert filled(subject="s" * 151).has_error("subject")
    assert 'maxlength="150"' in str(ContactForm()["subject"]), "the browser says so while one types"
