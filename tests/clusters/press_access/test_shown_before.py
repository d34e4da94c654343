"""Which version a holder is shown, and that what they paste, copy or press says nothing else than the page."""

import re

import pytest
from django.test import Client

from clusters.models import Cluster
from fedcms.core.seo.site_name import site_description
from fedcms.users.models import User
from tests.clusters.press_access.support import given, in_hours, make_scheduled, read
from tests.factories import make_event, make_mission, make_release

pytestmark = pytest.mark.django_db


def test_a_correction_under_embargo_comes_before_what_is_public_in_the_holders_language(
    south: Cluster, paula: User
) -> None:
    page = make_release(south, title="Déjà public")
    arabic = make_release(south, language="ar", title="منشور من قبل")
    type(arabic).objects.filter(pk=arabic.pk).update(translation_key=page.translation_key)
    page.refresh_from_db()
    _made, link = given(paula, south, page, language="ar")
    assert Client().get(f"{link}{page.pk}/").url == arabic.url
    page.title, page.go_live_at = "Avec le chiffre corrigé", in_hours(3)
    page.save_revision().publish()
    status, html = read(link)
    assert status == 200
    assert "Avec le chiffre corrigé" in html


def test_what_is_pasted_or_copied_keeps_the_embargo(south: Cluster, paula: User) -> None:
    page = make_scheduled(south, summary="Le résumé sous embargo.")
    html = read(given(paula, south, page)[1])[1]
    head = html.partition("</head>")[0]
    assert "Le résumé sous embargo." in html
    assert "Le résumé sous embargo." not in head
    # What a program shows beside the pasted link is the site's own sentence, and no card.
    assert re.findall(r'name="description" content="([^"]*)"', head) == [site_description()]
    assert "og:description" not in head
    first = re.search(r'data-copy="(\S+) release-title release-text release-contact', html)
    assert first is not None
    copied = re.search(rf'id="{first[1]}"[^>]*>([^<]*)<', html)
    assert copied is not None
    assert copied[1].startswith("Sous embargo jusqu’au ")
    assert html.count(f'id="{first[1]}"') == 1


@pytest.mark.parametrize("make", [make_event, make_mission])
def test_there_is_no_button_for_a_calendar_that_is_not_there_yet(
    south: Cluster, paula: User, make: object
) -> None:
    page = make(south, title="Avant l’heure", go_live_at=in_hours(5))  # type: ignore[operator]
    assert "Ajouter à l’agenda" not in read(given(paula, south, page)[1])[1]
    public = make(south, title="Public", slug="public")  # type: ignore[operator]
    assert "Ajouter à l’agenda" in Client().get(public.url).content.decode()
