"""What journalists find in a newsroom besides releases, in their language, and what nobody finds any more."""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.images.tests.utils import get_test_image_file

from fedcms.core.models import PublicChange
from fedcms.core.site_clock import site_today
from fedcms.media.models import FederationImage, Licence
from fedcms.media.renditions import make_renditions
from news.models import (
    DutyAbsence,
    DutyHours,
    FigureKind,
    KeyFigure,
    MediaCoverage,
    NewsroomPage,
    PressContact,
    Spokesperson,
)
from tests.factories import make_article
from tests.news.newsroom_rows import (
    CLUSTER,
    FEDERATION,
    make_coverage,
    make_figure,
    make_person,
    make_press_contact,
    page,
    words,
)

pytestmark = pytest.mark.django_db


def test_each_newsroom_shows_its_own_and_the_federation_s_shows_all(site: SimpleNamespace) -> None:
    """Of a cluster that is not public yet nothing is shown."""
    for cluster, mark in ((site.north, "nord"), (site.closed, "fermé"), (None, "commun")):
        make_person(cluster, f"Personne {mark}")
        make_press_contact(cluster, f"Service {mark}")
        make_coverage(cluster, f"Article {mark}")
        make_figure(cluster, f"Chiffre {mark}")
    of_all, of_north = words(FEDERATION), words(CLUSTER)
    for what in ("Personne", "Service", "Article", "Chiffre"):
        assert f"{what} nord" in of_all
        assert f"{what} commun" in of_all
        assert f"{what} nord" in of_north
        assert f"{what} commun" not in of_north
    assert "fermé" not in of_all + of_north
    for below in ("spokespeople/", "coverage/"):
        assert "fermé" not in words(FEDERATION + below)
        assert "nord" in words(FEDERATION + below)
        assert "commun" not in words(CLUSTER + below)
    assert Client().get("/fr/clusters/clos/presse/").status_code != 200


def test_nobody_is_shown_a_day_longer_than_they_agreed(site: SimpleNamespace) -> None:
    """Asked by the clock, of the site, in all languages; withdrawn, at once; a portrait goes with its person."""
    portrait = FederationImage.objects.create(
        title="Portrait", file=get_test_image_file(size=(900, 900)), licence=Licence.PRESS, credit="Studio"
    )
    make_renditions(portrait)
    until = site_today() + timedelta(days=9)
    person = make_person(site.north, "Nour Exemple", consent_until=until, portrait=portrait)
    make_person(site.north, "Sans accord", consent_given_on=None, consent_until=None, consent_how="")

    def is_shown() -> bool:
        shown = {"Nour Exemple" in words(path) for path in (FEDERATION, CLUSTER, f"{CLUSTER}spokespeople/")}
        shown.add("Nour Exemple" in Client().get("/ar/press/").content.decode())
        shown.add(Client().get(portrait.file.url).status_code == 200)
        assert len(shown) == 1, "shown here and not there"
        assert "Sans accord" not in words(FEDERATION)
        return shown.pop()

    paris = ZoneInfo("Europe/Paris")
    assert is_shown()
    with time_machine.travel(datetime.combine(until, time(23, 59), tzinfo=paris), tick=False):
        assert is_shown()
    with time_machine.travel(datetime.combine(until + timedelta(days=1), time(0), tzinfo=paris), tick=False):
        assert not is_shown()
    assert is_shown()
    person.consent_withdrawn_on = site_today()
    person.save()
    assert not is_shown()


def test_what_changes_in_rows_below_is_told_to_subscribers(site: SimpleNamespace) -> None:
    """Hours, absences and topics: an event, and none where nothing differs."""

    def told() -> int:
        return PublicChange.objects.count()

    contact = make_press_contact(site.north, "Permanence")
    contact = PressContact.objects.get(pk=contact.pk)
    before = told()
    contact.save()
    assert told() == before
    contact.hours = [DutyHours(weekday=0, opens=time(9), closes=time(17))]
    contact.save()
    assert told() == before + 1
    contact.absences = [DutyAbsence(first_day=site_today(), last_day=site_today())]
    contact.save()
    assert told() == before + 2
    contact.delete()
    assert told() == before + 3, "what goes with a contact is told of with it"
    for row in (make_person(site.north, "Une"), make_coverage(site.north, "Article")):
        before = told()
        row.topics.add(site.ai)
        assert told() == before + 1
        row.save()
        assert told() == before + 1


def test_spokespeople_are_found_by_topic_and_language(site: SimpleNamespace) -> None:
    make_person(site.north, "Une", topics=[site.ai], languages="fr,ar")
    make_person(site.north, "Deux", topics=[site.ai, site.data], languages="fr")
    make_person(None, "Trois", languages="en", role={"en": "Director"})
    path = f"{FEDERATION}spokespeople/"

    def found(query: str) -> list[str]:
        return [name.text_content() for name in page(path + query).xpath("//*[@class='spokesperson__name']")]

    assert found("") == ["Deux", "Trois", "Une"]
    assert found("?topic=ai") == ["Deux", "Une"]
    assert found("?topic=ai&language=ar") == ["Une"]
    assert found("?language=en&cluster=federation") == ["Trois"]
    assert found("?topic=data&language=ar") == []
    assert found("?topic=nothing&page=x") == ["Deux", "Trois", "Une"]
    tree = page(path + "?topic=ai")
    options = {
        option.get("value"): option.getparent().text_content().split()[-1]
        for option in tree.xpath("//input[@name='language']")
    }
    assert options == {"": "2", "fr": "2", "ar": "1"}
    # A role that has no words in this language says in which it is.
    (role,) = page(path + "?language=en").xpath("//article//*[@lang='en']")
    assert role.text_content() == "Director"
    assert "(langue : anglais)" in words(path + "?language=en")


def test_who_is_on_duty_is_said_by_their_clock(site: SimpleNamespace) -> None:
    contact = make_press_contact(
        site.north, "Permanence", always=False, time_zone="America/Toronto", email="p@nord.example"
    )
    contact.hours = [DutyHours(weekday=day, opens=time(9), closes=time(17)) for day in range(5)]
    contact.save()
    make_press_contact(site.north, "Passé", ends_on=site_today() - timedelta(days=30))
    always = make_press_contact(site.north, "Toujours")
    toronto = ZoneInfo("America/Toronto")
    with time_machine.travel(datetime(2026, 11, 28, 10, tzinfo=toronto), tick=False):
        text = words(CLUSTER)
        assert "24 h/24" in text
        assert "jusqu’" not in text
    always.delete()
    with time_machine.travel(datetime(2026, 11, 30, 10, tzinfo=toronto), tick=False):
        text = words(CLUSTER)
        assert "De permanence maintenant" in text
        assert "jusqu’à 17 h (Toronto)" in text
        (link,) = page(CLUSTER).xpath("//*[@class='duty__call']/a")
        assert link.get("href") == "tel:+33261910034"
        assert link.find("bdi").get("dir") == "ltr"
        assert link.text_content() == "+33 2 61 91 00 34"
        assert "lundi – vendredi" in text
        assert "Passé" not in text
    with time_machine.travel(datetime(2026, 11, 28, 10, tzinfo=toronto), tick=False):
        text = words(CLUSTER)
        assert "Prochaine permanence" in text
        assert "lundi 30 novembre à 9 h (Toronto)" in text
    contact.delete()
    assert "ermanence" not in words(CLUSTER)


def test_figures_are_written_in_the_reader_s_way_and_old_ones_stay(site: SimpleNamespace) -> None:
    make_figure(site.north, "Élèves", measured_on=date(2020, 1, 31))
    make_figure(site.north, "Part", kind=FigureKind.PERCENT, value="12.5", unit={})
    make_figure(site.north, "Budget", kind=FigureKind.EUROS, value="1200000", unit={})
    french = words(CLUSTER).replace("\u202f", " ").replace("\xa0", " ")
    assert "12 500 élèves" in french
    assert "12,5 %" in french
    assert "1 200 000 €" in french
    assert "Source : Rectorat, 31 janvier 2020" in french
    english = words("/en/clusters/nord/press/")
    assert "12,500 élèves" in english
    assert "€1,200,000" in english
    assert [figure.is_old() for figure in KeyFigure.objects.order_by("pk")] == [True, False, False]


def test_coverage_is_paginated_and_leads_to_the_page_it_is_about_while_that_is_public(
    site: SimpleNamespace,
) -> None:
    article = make_article(site.north, slug="sujet", title="Le sujet")
    for number in range(23):
        make_coverage(site.north, f"Article {number:02}", published_on=site_today() - timedelta(days=number))
    make_coverage(
        site.north, "Ein Bericht", language="de", about=article, quote="Ein Satz.", published_on=site_today()
    )
    tree = page(f"{CLUSTER}coverage/")
    titles = [each.text_content() for each in tree.xpath("//*[@class='coverage__title']/a")]
    assert len(titles) == 20
    assert titles[0] == "Ein Bericht"
    (link,) = tree.xpath("//*[@class='coverage__title']/a[@lang='de']")
    assert link.get("href") == "https://journal.example/article"
    assert tree.xpath("//blockquote[@lang='de']")[0].text_content() == "Ein Satz."
    assert tree.xpath("//li[contains(@class, 'coverage')]//a[@href='/fr/clusters/nord/actualites/sujet/']")
    assert "Article 22" in words(f"{CLUSTER}coverage/?page=2")
    assert "Article 22" in words(f"{CLUSTER}coverage/?page=99")
    second = page(f"{CLUSTER}coverage/?page=2")
    (canonical,) = second.xpath("//link[@rel='canonical']/@href")
    assert canonical.endswith("coverage/?page=2")
    assert "Page 2" in second.findtext(".//title")
    assert "Toute la revue de presse (24 articles)" in words(CLUSTER)
    article.unpublish()
    assert "Le sujet" not in words(f"{CLUSTER}coverage/")


def test_what_cannot_be_is_refused_in_words(site: SimpleNamespace) -> None:
    today = site_today()
    tomorrow = today + timedelta(days=1)
    person = Spokesperson(cluster=site.north, name="Une", role={"fr": "Direction"}, languages="fr")
    wrong = [
        MediaCoverage(title="A", medium="B", published_on=today, link="javascript:alert(1)"),
        MediaCoverage(title="A", medium="B", published_on=tomorrow, link="https://a.example/"),
        MediaCoverage(title="A", medium="B", language="fr,en", published_on=today, link="https://a.example/"),
        MediaCoverage(title="A", medium="B", published_on=today, link="https://a.example/", quote="x" * 301),
        KeyFigure(
            label={"fr": "A"}, value=1, kind="percent", unit={"fr": "x"}, source_name="S", measured_on=today
        ),
        KeyFigure(label={"fr": "A"}, value=1, source_name="S", measured_on=tomorrow),
        DutyHours(contact=PressContact(), weekday=0, opens=time(9), closes=time(9)),
        PressContact(name={"fr": "A"}, telephone="+33 12", languages="fr"),
        PressContact(name={"fr": "A"}, telephone="02 61 91 00 12", languages="fr"),
    ]
    for row in wrong:
        with pytest.raises(ValidationError):
            row.full_clean(exclude=["contact"])
    person.full_clean()
    for days in (
        {"consent_given_on": today},
        {"consent_given_on": tomorrow, "consent_how": "x", "consent_until": tomorrow},
        {"consent_given_on": today, "consent_how": "x", "consent_until": today - timedelta(days=1)},
        {"consent_withdrawn_on": today},
        {
            "consent_given_on": today,
            "consent_how": "x",
            "consent_until": tomorrow,
            "consent_withdrawn_on": today - timedelta(days=1),
        },
    ):
        for name, value in {
            "consent_given_on": None,
            "consent_how": "",
            "consent_until": None,
            "consent_withdrawn_on": None,
            **days,
        }.items():
            setattr(person, name, value)
        with pytest.raises(ValidationError):
            person.full_clean()


def test_a_newsroom_that_is_over_is_at_none_of_its_addresses(site: SimpleNamespace) -> None:
    """By the clock, before any command has run."""
    NewsroomPage.objects.filter(url_path=CLUSTER).update(expire_at=timezone.now() - timedelta(seconds=1))
    for below in ("", "spokespeople/", "coverage/"):
        assert Client().get(CLUSTER + below).status_code == 404, below
