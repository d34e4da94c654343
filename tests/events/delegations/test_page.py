"""Everybody reads who goes on a mission, once the organisers say so; who withdraws is gone at once."""

import re
from collections.abc import Callable

import pytest
from django.core import mail
from django.test import Client
from pytest_django import Settings
from wagtail.models import Page

from clusters.models import ContactMessage
from events.applications.erasure import erase
from events.applications.service import withdraw
from events.delegations.forms import DelegateContactForm
from events.models import (
    Application,
    CallForApplications,
    DelegateMessage,
    DelegateProfile,
    Delegation,
    TradeMissionPage,
)
from fedcms.core.models import LocaleState
from fedcms.core.pages.addresses import absolute
from tests.events.delegations.conftest import Decided, TwoTeams
from tests.events.signup.support import mails_to, signed_in, stamp
from tests.factories.hiding import HIDINGS

pytestmark = pytest.mark.django_db


def _html(path: str, status: int = 200) -> str:
    response = Client().get(path)
    assert response.status_code == status, path
    return response.content.decode()


def _message(**fields: str) -> dict[str, str]:
    values = {"name": "Nadia", "email": "nadia@partner.example", "organisation": "Université", "website": ""}
    words = {"subject": "Un rendez-vous", "message": "Voyons-nous à Rabat."}
    return values | words | {"stamp": stamp(form=DelegateContactForm)} | fields


def test_a_published_delegation_is_read_in_each_language_of_its_mission(decided: Decided) -> None:
    decided.show(decided.first, profile="Une école de Brest")
    decided.show(decided.second, profile="مدرسة في الدار البيضاء")
    assert "delegations/" not in _html(decided.mission.url_path)
    _html(f"/fr{decided.page}", 404)
    decided.publish()
    assert f'href="/fr{decided.page}"' in _html(decided.mission.url_path)
    assert f'href="/ar{decided.page}"' in _html(decided.arabic.url_path)
    assert "noarchive" in Client().head(f"/fr{decided.page}")["X-Robots-Tag"], (
        "a copy would keep who withdraws"
    )
    french = _html(f"/fr{decided.page}")
    assert decided.first.organisation in french
    assert "EdTech" in french or str(decided.first.cluster) in french
    # The language of what is not translated is said, to people and to machines.
    assert '<dd lang="ar" dir="rtl"><p>مدرسة' in french
    assert "(langue : arabe)" in french
    assert '<dd lang="fr" dir="ltr"><p>Une école de Brest' in _html(f"/ar{decided.page}")
    assert decided.refused.organisation not in french
    assert "@ecole.example</" not in french.replace(decided.second.organisation, "")
    _html(f"/en{decided.page}", 404)


def test_what_organisers_translate_is_read_in_that_language(decided: Decided, teams: TwoTeams) -> None:
    profile = decided.show(decided.first, profile="Une école de Brest")
    decided.publish()
    texts = {"version": "1", "profile_ar": "مدرسة في بريست"}
    signed_in(teams.publisher).post(f"{decided.team}{decided.first.pk}/", texts)
    profile.refresh_from_db()
    assert '<dd lang="ar" dir="rtl"><p>مدرسة في بريست' in _html(f"/ar{decided.page}")
    assert "Une école de Brest" in _html(f"/fr{decided.page}")


@pytest.mark.parametrize("hide", HIDINGS)
def test_no_page_of_a_delegation_outlives_its_mission(decided: Decided, hide: Callable[[Page], None]) -> None:
    decided.show(decided.first)
    decided.publish()
    one = f"/fr{decided.page}{decided.first.pk}/"
    _html(one)
    hide(decided.mission)
    _html(f"/fr{decided.page}", 404)
    _html(one, 404)
    assert Client().post(one, _message()).status_code == 404


def test_a_closed_language_and_a_cancelled_mission_show_no_delegation(decided: Decided) -> None:
    decided.show(decided.first)
    decided.publish()
    _html(f"/ar{decided.page}")
    LocaleState.objects.create(locale=decided.arabic.locale, is_active=False)
    _html(f"/ar{decided.page}", 404)
    CallForApplications.objects.filter(pk=decided.call.pk).update(is_cancelled=True)
    _html(f"/fr{decided.page}", 404)


def test_who_withdraws_or_is_erased_is_gone_at_once(decided: Decided) -> None:
    decided.show(decided.first)
    decided.show(decided.second)
    decided.publish()
    for application, end in ((decided.first, withdraw), (decided.second, erase)):
        one = f"/fr{decided.page}{application.pk}/"
        assert application.organisation in _html(f"/fr{decided.page}")
        end(application)
        assert application.organisation not in _html(f"/fr{decided.page}")
        _html(one, 404)
        assert Client().post(one, _message()).status_code == 404
    assert DelegateProfile.objects.get().application_id == decided.first.pk


def test_the_switch_is_the_publishers_and_waits_for_the_decisions(decided: Decided, teams: TwoTeams) -> None:
    nora, edgar, sara = (signed_in(each) for each in (teams.publisher, teams.editor, teams.stranger))
    switch = f"{decided.team}publish/"
    Application.objects.filter(pk=decided.refused.pk).update(decision="")
    assert "Toutes les candidatures ne sont pas décidées." in nora.get(decided.team).content.decode()
    nora.post(switch)
    assert not Delegation.objects.exclude(published_at=None).exists()
    Application.objects.filter(pk=decided.refused.pk).update(decision="refused")
    # Neither an editor of the team nor another cluster's publisher publishes it.
    assert edgar.get(decided.team).status_code == 200
    assert "Publier la page" not in edgar.get(decided.team).content.decode()
    for client in (edgar, sara, Client()):
        client.post(switch)
        assert not Delegation.objects.exclude(published_at=None).exists()
    assert sara.get(decided.team).status_code in (302, 403)
    nora.post(switch)
    _html(f"/fr{decided.page}")
    nora.post(switch, {"unpublish": "1"})
    _html(f"/fr{decided.page}", 404)


def test_a_message_arrives_once_and_shows_no_address(decided: Decided) -> None:
    decided.show(decided.first)
    decided.publish()
    one = f"/fr{decided.page}{decided.first.pk}/"
    assert decided.first.email not in _html(one)
    form = _message()
    for _time in range(2):
        answer = Client().post(one, form)
        assert answer.status_code == 303
        assert decided.first.email not in _html(answer["Location"])
    (message,) = [each for each in mails_to(decided.first.email) if "un message" in each.subject]
    assert message.reply_to == ["nadia@partner.example"]
    assert "Voyons-nous à Rabat." in message.body
    # Of what was written the site keeps nothing.
    assert not ContactMessage.objects.exists()
    assert "Rabat" not in repr(DelegateMessage.objects.values())
    again = Client().post(one, form | {"message": "Autre chose"})
    assert again.status_code == 422
    assert "Autre chose" in again.content.decode()


def test_a_machine_and_a_hurried_connection_mail_nothing(decided: Decided, settings: Settings) -> None:
    decided.show(decided.first)
    decided.publish()
    one = f"/fr{decided.page}{decided.first.pk}/"
    before = len(mail.outbox)
    assert Client().post(one, _message(website="spam")).status_code == 422
    assert Client().post(one, _message(stamp="")).status_code == 422
    assert Client().post(one, _message(email="no address")).status_code == 422
    settings.FEDCMS_SIGN_UP_RATE = "1/h"
    assert Client().post(one, _message()).status_code == 303
    assert Client().post(one, _message()).status_code == 429
    assert len(mail.outbox) == before + 1


def test_a_delegation_is_found_by_search_engines_under_one_address_a_language(decided: Decided) -> None:
    decided.show(decided.first)
    decided.publish()
    TradeMissionPage.objects.filter(pk=decided.mission.pk).update(summary="Des écoles partent à Rabat.")
    html = _html(f"/fr{decided.page}?utm_source=x")
    assert '<meta name="description" content="Des écoles partent à Rabat.">' in html
    assert f'<link rel="canonical" href="{absolute("/fr" + decided.page)}">' in html
    found = dict(re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">', html))
    own, arabic = (absolute(f"/{code}{decided.page}") for code in ("fr", "ar"))
    assert found == {"fr": own, "ar": arabic, "x-default": own}
    # One organisation with its form stays out.
    assert 'content="noindex, nofollow"' in _html(f"/fr{decided.page}{decided.first.pk}/")
