"""However many rows a newsroom has, and whatever clock its reader has, everybody who is to be found is found."""

from datetime import datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale

from fedcms.core.site_clock import site_today
from fedcms.media.models import FederationImage, Licence, showable_q
from news.models import Spokesperson
from news.newsroom.contents import newsroom_contents
from tests.news.newsroom_rows import (
    CLUSTER,
    FEDERATION,
    make_figure,
    make_person,
    make_press_contact,
    page,
    words,
)

pytestmark = pytest.mark.django_db


def test_midnight_is_the_site_s_wherever_an_editor_previews(site: SimpleNamespace) -> None:
    """What a newsroom shows is kept until midnight for all: a preview in Montreal must not keep it longer."""
    paris = ZoneInfo("Europe/Paris")
    until = site_today() + timedelta(days=9)
    portrait = FederationImage.objects.create(
        title="P", file=get_test_image_file(), licence=Licence.PRESS, rights_until=until
    )
    make_person(site.north, "Nour Exemple", consent_until=until)
    locale_id = Locale.objects.get(language_code="fr").pk
    with (
        time_machine.travel(datetime.combine(until, time(20), tzinfo=paris), tick=False),
        timezone.override("America/Montreal"),
    ):
        assert newsroom_contents(locale_id, site.north.pk).spokespeople
    with time_machine.travel(
        datetime.combine(until + timedelta(days=1), time(0, 30), tzinfo=paris), tick=False
    ):
        assert "Nour Exemple" not in words(CLUSTER)
        with timezone.override("America/Montreal"):
            assert not portrait.may_be_shown()
            assert not FederationImage.objects.filter(showable_q(), pk=portrait.pk).exists()


def test_many_of_others_push_nobody_off(site: SimpleNamespace) -> None:
    """Neither contacts that are over, nor clusters' contacts and figures on the federation's own page."""
    for number in range(60):
        make_press_contact(site.north, f"Passé {number}", ends_on=site_today() - timedelta(days=30))
    for number in range(60):
        make_press_contact(site.north, f"Service {number}")
        make_figure(site.north, f"Chiffre {number}")
    make_press_contact(None, "Fédération de garde")
    make_figure(None, "Chiffre commun", position=9)
    assert "Service 59" in words(CLUSTER)
    of_all = words(FEDERATION)
    assert "Fédération de garde" in of_all
    assert "Chiffre commun" in of_all


def test_all_spokespeople_are_found_however_many(site: SimpleNamespace) -> None:
    """Beyond any number that one page could hold: by pages, and by filters whose counts are of all."""
    today = site_today()
    people = Spokesperson.objects.bulk_create(
        Spokesperson(
            cluster=site.north,
            name=f"Personne {number:03}",
            languages="fr,en" if number % 2 else "fr",
            consent_given_on=today,
            consent_how="x",
            consent_until=today,
        )
        for number in range(410)
    )
    people[-1].topics.add(site.ai)
    path = f"{FEDERATION}spokespeople/"
    assert "410 personnes" in words(path)
    assert "Par thème et par langue (410 personnes)" in words(CLUSTER)
    assert "Personne 409" in words(f"{path}?page=18")
    assert "Personne 409" in words(f"{path}?topic=ai")
    tree = page(f"{path}?language=en&topic=ai")
    found = {
        (option.get("name"), option.get("value")): option.getparent().text_content().split()[-1]
        for option in tree.xpath("//input[@type='radio']")
    }
    assert found == {
        ("topic", ""): "205",
        ("topic", "ai"): "1",
        ("language", ""): "1",
        ("language", "fr"): "1",
        ("language", "en"): "1",
    }
