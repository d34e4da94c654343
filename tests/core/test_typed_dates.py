"""Dates and times are read as people type them, in every language of the admin: day, month, year."""

from datetime import date, datetime, time

import pytest
from django import forms
from django.conf import settings
from django.utils import translation

LANGUAGES = [code for code, _name in settings.LANGUAGES]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "typed", ["12/03/2027", "12/3/2027", "12/03/27", "12.03.2027", "12-03-2027", "2027-03-12"]
)
def test_a_day_comes_before_its_month(language: str, typed: str) -> None:
    with translation.override(language):
        assert forms.DateField().clean(typed) == date(2027, 3, 12)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("typed", ["31/02/2027", "03/13/2027", "demain", "12 03", "2027-13-01", "00/01/2027"])
def test_what_is_no_day_is_not_taken_for_one(language: str, typed: str) -> None:
    with translation.override(language), pytest.raises(forms.ValidationError):
        forms.DateField().clean(typed)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "typed",
    ["28/11/2040 09:05", "28/11/2040 9:05", "28/11/2040 9h05", "28/11/2040 à 9h05", "2040-11-28 09:05"],
)
def test_a_moment_has_an_hour_as_french_people_write_it(language: str, typed: str) -> None:
    with translation.override(language):
        moment = forms.DateTimeField().clean(typed)
    assert moment.replace(tzinfo=None) == datetime(2040, 11, 28, 9, 5)  # noqa: DTZ001  # by the clock of the field
    assert moment.tzname() == "CET"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("typed", "hour"), [("09:30", time(9, 30)), ("9h30", time(9, 30)), ("14h", time(14))]
)
def test_an_hour_may_have_an_h(language: str, typed: str, hour: time) -> None:
    with translation.override(language):
        assert forms.TimeField().clean(typed) == hour


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_date_that_the_admin_shows_is_read_as_the_same(language: str) -> None:
    with translation.override(language):
        shown = f"{date(2027, 3, 4):{settings.WAGTAIL_DATE_FORMAT}}"
        assert shown == "04/03/2027"
        assert forms.DateField().clean(shown) == date(2027, 3, 4)
