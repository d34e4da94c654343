"""Who applies to a mission, or is to go, is told once when its days or its city are others; the former stay."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from events.applications.mission_notices import note_mission
from events.models import Application, CallForApplications, TradeMissionPage
from fedcms.core.i18n.days import days_in_words
from tests.events.applications.judged import Judged
from tests.events.signup.support import mails_to, work
from tests.factories import make_mission

pytestmark = pytest.mark.django_db
CHOSEN, WAITS = "good@ecole.example", "poor@ecole.example"
IN_ARABIC = "مونتريال"


def _publish(mission: TradeMissionPage, **fields: object) -> None:
    page = TradeMissionPage.objects.get(pk=mission.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()
    work()


def _told(address: str) -> list[str]:
    return [str(each.body) for each in mails_to(address) if each.subject.endswith("la mission a changé")]


def _page(mission: TradeMissionPage) -> str:
    return Client().get(mission.url_path).content.decode()


@pytest.fixture
def known(judged: Judged) -> Judged:
    """One is chosen, one waits; what the page says was noted."""
    Application.objects.filter(pk=judged.good.pk).update(decision="chosen")
    work()
    assert CallForApplications.objects.get(pk=judged.call.pk).known_mission
    return judged


@pytest.fixture
def arabic(known: Judged) -> TradeMissionPage:
    """The same mission in Arabic, with the city's own name there."""
    mission = known.mission
    names = ("translation_key", "starts_on", "ends_on", "deadline")
    own = {"destination_city": ["Montréal", "", IN_ARABIC]}
    fields = {name: getattr(mission, name) for name in names}
    page = make_mission(
        mission.cluster, "ar", destination_city=IN_ARABIC, source_places=own, title="بعثة", **fields
    )
    work()
    return page


def test_other_days_are_told_once_with_both(known: Judged) -> None:
    """Who was refused waits for nothing; another text is told to nobody."""
    mission = known.mission
    before = days_in_words(mission.starts_on, mission.ends_on)
    _publish(mission, summary="Un autre texte.")
    assert not _told(CHOSEN)
    assert "Prévu d’abord" not in _page(mission)
    later = {name: getattr(mission, name) + timedelta(days=40) for name in ("starts_on", "ends_on")}
    Application.objects.filter(pk=known.poor.pk).update(decision="refused")
    _publish(mission, **later)
    after = days_in_words(later["starts_on"], later["ends_on"])
    (told,) = _told(CHOSEN)
    assert f"Prévu d’abord : {before}" in told
    assert f"Désormais : {after}" in told
    assert "Vous restez de la délégation" in told
    assert "effacées d’elles-mêmes le" in told
    assert not _told(WAITS)
    assert note_mission(known.call.pk) == 0, "heard of twice"
    assert f'<s class="former__date">{before}</s>' in _page(mission)
    _publish(mission, starts_on=mission.starts_on, ends_on=mission.ends_on)
    assert len(_told(CHOSEN)) == 2, "they are back, which is another change"
    assert "Prévu d’abord" not in _page(mission)


def test_a_draft_tells_nothing_and_another_city_is_told_when_it_is_public(known: Judged) -> None:
    page = TradeMissionPage.objects.get(pk=known.mission.pk)
    page.destination_city = "Tanger"
    page.save_revision()
    work()
    assert not _told(WAITS)
    page.get_latest_revision().publish()
    work()
    (told,) = _told(WAITS)
    assert "Tanger" in told
    assert "Votre candidature reste la même" in told


def test_nobody_is_told_of_what_is_cancelled(known: Judged) -> None:
    CallForApplications.objects.filter(pk=known.call.pk).update(is_cancelled=True)
    number = len(mail.outbox)
    _publish(known.mission, destination_city="Tanger")
    assert len(mail.outbox) == number


def test_a_city_with_another_name_in_another_language_is_the_same(
    known: Judged, arabic: TradeMissionPage
) -> None:
    """Whichever page is public, and whichever was when it was noted."""
    number = len(mail.outbox)
    page = TradeMissionPage.objects.get(pk=known.mission.pk)
    page.unpublish()
    work()
    page.save_revision().publish()
    work()
    call = CallForApplications.objects.get(pk=known.call.pk)
    days = {name: call.known_mission[name] for name in ("starts_on", "ends_on")}
    CallForApplications.objects.filter(pk=call.pk).update(known_mission={**days, "city": IN_ARABIC})
    _publish(known.mission, summary="Un autre texte.")
    assert [each.subject for each in mail.outbox[number:]] == []
    assert "Prévu d’abord" not in _page(known.mission)


def _struck(mission: TradeMissionPage) -> str:
    return _page(mission).partition('<s class="former__date">')[2].partition("</s>")[0]


def test_each_page_and_mail_has_its_own_name_of_the_city(known: Judged, arabic: TradeMissionPage) -> None:
    """Of other days, the former are shown alone, until they are back."""
    Application.objects.filter(pk=known.good.pk).update(language="ar")
    days = {name: getattr(arabic, name) for name in ("starts_on", "ends_on")}
    later = {name: day + timedelta(days=40) for name, day in days.items()}
    _publish(arabic, **later)
    _publish(known.mission, **later)
    told = str(mails_to(CHOSEN)[-1].body)
    assert len([line for line in told.splitlines() if IN_ARABIC in line and "2" in line]) >= 3
    assert "Montréal" not in told
    for page in (known.mission, arabic):
        assert _struck(page)
        assert "Montréal" not in _struck(page)
        assert IN_ARABIC not in _struck(page)
    _publish(known.mission, **days)
    _publish(arabic, **days)
    assert "former__date" not in _page(known.mission) + _page(arabic)


def test_a_former_city_has_the_name_of_the_page_or_says_its_language(
    known: Judged, arabic: TradeMissionPage
) -> None:
    _publish(known.mission, destination_city="Tanger")
    own = {"destination_city": ["Tanger", "", "طنجة"]}
    _publish(arabic, destination_city="طنجة", source_places=own)
    (told,) = _told(CHOSEN)
    assert "Tanger" in told
    assert "effacées d’elles-mêmes" not in told, "the day that they have read is the same"
    assert _struck(known.mission) == "<bdi>Montréal</bdi>"
    assert _struck(arabic) == f"<bdi>{IN_ARABIC}</bdi>"
    call = CallForApplications.objects.get(pk=known.call.pk)
    del call.announced_mission["names"]["ar"]
    call.save()
    assert _struck(arabic) == '<bdi lang="fr">Montréal</bdi>'
