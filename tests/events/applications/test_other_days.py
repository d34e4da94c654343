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

pytestmark = pytest.mark.django_db
CHOSEN, WAITS = "good@ecole.example", "poor@ecole.example"


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
