"""What was taken off the site opens to no link that was given before, files included; what is held back says so."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from wagtail.models import Page

from clusters.models import AccreditationOpening, Cluster, ContentPage, EmergencyWithdrawal
from clusters.press_access.granting import replace_link
from clusters.publishing.policy_registry import Publication, Stage, policy_for_now
from clusters.publishing.refusal import Refusal
from clusters.publishing.withdrawal.actions import lift, withdraw
from fedcms.core.tasks.scheduled_publication import publish_due
from fedcms.users.models import User
from tests.clusters.press_access.support import given, in_hours, make_files, make_scheduled, read
from tests.factories import make_article, make_release

pytestmark = pytest.mark.django_db


def take_off(page: ContentPage, paula: User) -> None:
    page.unpublish(user=paula)


def withdraw_at_once(page: ContentPage, paula: User) -> None:
    withdraw(page, paula)


def withdraw_and_lift(page: ContentPage, paula: User) -> None:
    lift(withdraw(page, paula), page, paula)


def expire(page: ContentPage, paula: User) -> None:
    # The worker has not come round.
    Page.objects.filter(pk=page.pk).update(expire_at=in_hours(-0.001))


def draft_of_a_public_page(page: ContentPage) -> None:
    page.title = "Le brouillon suivant"
    page.save_revision()
    page.refresh_from_db()


@pytest.mark.parametrize("end", [take_off, withdraw_at_once, withdraw_and_lift, expire])
def test_what_was_taken_off_is_gone_for_links_given_before(south: Cluster, paula: User, end: object) -> None:
    files = make_files(south)
    page = make_release(south, live=False, title="À relire")
    page.attachments.create(document=files.document)
    page.save_revision()
    # One while it is a draft, one while it is public and has a newer draft.
    links = [given(paula, south, page, kind="guest")[1]]
    assert read(links[0])[0] == 200
    page.get_latest_revision().publish(user=paula)
    page.refresh_from_db()
    draft_of_a_public_page(page)
    links.append(given(paula, south, page, kind="guest", email="b@cabinet.example")[1])
    assert [read(link)[0] for link in links] == [200, 200]
    end(page, paula)  # type: ignore[operator]
    address = f"{page.pk}/documents/{files.document.pk}/{files.document.filename}"
    for link in links:
        status, html = read(link)
        assert status == 410
        assert "Le brouillon suivant" not in html
        assert Client().get(f"{link}{address}").status_code == 410


def test_a_link_given_after_it_was_taken_off_opens_the_draft(south: Cluster, paula: User) -> None:
    page = make_release(south, title="Retiré puis repris")
    page.title = "Repris"
    page.save_revision()
    before, link = given(paula, south, page, kind="guest")
    page.refresh_from_db()
    page.unpublish(user=paula)
    page.refresh_from_db()
    assert read(link)[0] == 410
    with pytest.raises(Refusal, match="retirée du site"):
        replace_link(before, south, paula, sends=False)
    after, link = given(paula, south, page, kind="guest")
    assert after != before
    status, html = read(link)
    assert status == 200
    assert "Repris" in html


def test_a_withdrawn_page_is_gone_for_everybody(south: Cluster, paula: User) -> None:
    page = make_article(south, title="Erreur grave")
    withdraw(page, paula)
    page.refresh_from_db()
    page.save_revision()
    for kind in ("guest", "journalist"):
        status, html = read(given(paula, south, page, kind=kind)[1])
        assert status == 410, kind
        assert "Erreur grave" not in html
    withdrawal = EmergencyWithdrawal.objects.get()
    lift(withdrawal, page, paula)
    assert read(given(paula, south, page, kind="guest", email="c@cabinet.example")[1])[0] == 200


def test_a_held_release_tells_the_press_to_publish_nothing(south: Cluster, paula: User) -> None:
    page = make_scheduled(south, files=make_files(south))
    _one, link = given(paula, south, page)
    _all, listing = given(paula, south)

    def refuses(publication: Publication) -> Refusal | None:
        return Refusal("Il manque un accord.")

    with (
        policy_for_now(refuses, Stage.CONTENT),
        time_machine.travel(page.go_live_at + timedelta(minutes=5), tick=False),
    ):
        assert publish_due() == 0
        status, html = read(link)
        assert status == 200
        assert "Sous embargo jusqu’au" not in html
        assert html.count("Parution retenue") >= 3
        assert "ne publiez et ne diffusez rien avant qu’il le soit" in html
        listed = read(listing)[1]
        assert "Parution retenue : ne publiez rien." in listed
        assert "Embargo jusqu’au" not in listed
        document = page.attachments.get().document
        answer = Client().get(f"{link}{page.pk}/documents/{document.pk}/{document.filename}")
        assert "X-Embargo-Until" not in answer.headers
        assert 'filename="sous-embargo-essai' in answer.headers["Content-Disposition"]


def test_the_moment_of_an_earlier_publication_is_none_of_a_new_draft(south: Cluster, paula: User) -> None:
    page = make_scheduled(south)
    with time_machine.travel(page.go_live_at + timedelta(minutes=5), tick=False):
        assert publish_due() == 1
        page.refresh_from_db()
        draft_of_a_public_page(page)
        html = read(given(paula, south, page, kind="guest")[1])[1]
        assert "Brouillon – Le brouillon suivant" in html
        assert "parution prévue" not in html


def test_who_may_ask_for_any_release_learns_of_none_in_preparation(south: Cluster, paula: User) -> None:
    draft = make_release(south, live=False, title="En préparation")
    draft.save_revision()
    _made, link = given(paula, south)
    unknown, prepared = read(f"{link}999999/"), read(f"{link}{draft.pk}/")
    assert unknown[0] == prepared[0] == 410
    assert "plus à lire ici" in prepared[1]
    assert not AccreditationOpening.objects.exists()
