"""A journalist reads a release before its moment by a link: in full, marked, in time, and nobody else does."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from clusters.models import Accreditation, Cluster
from clusters.press_access.granting import extend, replace_link, revoke
from fedcms.core.models import Topic
from fedcms.core.tasks.scheduled_publication import publish_due
from fedcms.users.models import User
from tests.clusters.press_access.support import (
    SENTINEL,
    assert_sealed,
    given,
    in_hours,
    make_scheduled,
    read,
)
from tests.factories import make_article, make_cluster, make_event, make_mission, make_release, make_story
from tests.factories.hiding import hide_private, hide_section

pytestmark = pytest.mark.django_db


def test_the_release_is_read_in_full_and_its_embargo_is_stated(south: Cluster, paula: User) -> None:
    page = make_scheduled(south)
    assert Client().get(page.url).status_code == 404
    _made, link = given(paula, south, page)
    status, html = read(link)
    assert status == 200
    assert f'<h1 id="release-title">{SENTINEL}</h1>' in html
    assert "The text of the release." in html
    assert "Pour diffusion immédiate" not in html
    title = re.search(r"<title>(.*?)</title>", html, re.DOTALL)
    assert title is not None
    assert title[1].startswith("Sous embargo jusqu’au ")
    assert "Europe/Paris" in title[1]
    top, bottom = (found.start() for found in re.finditer(r"<aside class=\"notice", html))
    assert top < html.index("<h1") < html.index("The text of the release.") < bottom
    assert "Accès personnel de \u2068Léa Martin (Ouest)\u2069" in html
    # Nothing for those who share or list it.
    assert "noindex, nofollow" in html
    for word in ("canonical", "og:title", "application/ld+json"):
        assert word not in html


def test_every_answer_is_kept_nowhere_and_indexed_nowhere(south: Cluster, paula: User) -> None:
    page = make_scheduled(south)
    _made, link = given(paula, south, page)
    client = Client()
    for method in (client.get, client.head):
        for address in (link, f"{link}{page.pk}/", f"{link}999999/", "/before-publication/no/", f"{link}1/x"):
            assert_sealed(method(address))
    assert_sealed(client.post(f"{link}{page.pk}/comment/", {"text": "x"}))
    assert_sealed(client.post(link))


@pytest.mark.parametrize("make", [make_article, make_story, make_event, make_mission])
def test_any_content_is_read_under_embargo(south: Cluster, paula: User, make: object) -> None:
    page = make(south, title="Avant l’heure", go_live_at=in_hours(5))  # type: ignore[operator]
    status, html = read(given(paula, south, page)[1])
    assert status == 200
    assert "Avant l’heure" in html
    assert html.count("Sous embargo jusqu’au") >= 3


def test_at_the_moment_it_leads_to_the_public_page(south: Cluster, paula: User) -> None:
    page = make_scheduled(south)
    _made, link = given(paula, south, page)
    moment = page.go_live_at
    with time_machine.travel(moment - timedelta(seconds=1), tick=False):
        publish_due()
        assert read(link)[0] == 200
    with time_machine.travel(moment, tick=False):
        # Until the worker has come round, it is read by the link.
        assert read(link)[0] == 200
    with time_machine.travel(moment + timedelta(seconds=1), tick=False):
        assert publish_due() == 1
        answer = Client().get(f"{link}{page.pk}/")
        assert (answer.status_code, answer.url) == (302, page.url)
        assert_sealed(answer)


def test_it_serves_until_its_end_and_not_at_it(south: Cluster, paula: User) -> None:
    page = make_scheduled(south, hours=100)
    made, link = given(paula, south, page, hours=2)
    with time_machine.travel(made.expires_at - timedelta(microseconds=1), tick=False):
        assert read(link)[0] == 200
    with time_machine.travel(made.expires_at, tick=False):
        status, html = read(link)
        assert status == 404
        assert SENTINEL not in html
        extend(made, south, in_hours(2), paula)
        assert read(link)[0] == 200


def test_wrong_expired_and_revoked_links_get_the_same_answer(south: Cluster, paula: User) -> None:
    page = make_scheduled(south)
    revoked, first = given(paula, south, page)
    revoke(revoked, south, paula)
    expired, second = given(paula, south, page, email="b@media.example")
    Accreditation.objects.filter(pk=expired.pk).update(expires_at=timezone.now())
    answers = set()
    for link in (first, second, "/before-publication/x/", f"/before-publication/{'y' * 500}/"):
        for path in (link, f"{link}{page.pk}/", f"{link}{page.pk}/documents/1/a.pdf"):
            response = Client().get(path)
            answers.add((response.status_code, response.content))
    assert len(answers) == 1
    ((status, body),) = answers
    assert status == 404
    assert "Ce lien ne sert pas, ou plus" in body.decode()


def test_a_refusal_speaks_the_readers_language(south: Cluster) -> None:
    response = Client().get("/before-publication/x/", headers={"Accept-Language": "ar"})
    assert 'lang="ar" dir="rtl"' in response.content.decode()
    assert response.headers["Content-Language"] == "ar"


def test_a_new_link_makes_the_one_before_void(south: Cluster, paula: User) -> None:
    made, link = given(paula, south, make_scheduled(south))
    token = replace_link(made, south, paula, sends=False)
    assert read(link)[0] == 404
    assert read(f"/before-publication/{token}/")[0] == 200


def test_the_database_does_not_know_the_link(south: Cluster, paula: User) -> None:
    made, link = given(paula, south, make_scheduled(south))
    made.refresh_from_db()
    token = link.split("/")[2]
    assert token not in str(made.__dict__)
    assert len(token) >= 43
    assert "lea" not in link
    assert str(made.pk) not in link.split("/")


def test_a_journalist_reads_what_is_approved_and_not_what_is_being_written(
    south: Cluster, paula: User
) -> None:
    draft = make_release(south, live=False, title="Encore en travail")
    draft.save_revision()
    status, html = read(given(paula, south, draft)[1])
    assert status == 404
    assert "pas encore prêt" in html
    assert "Encore en travail" not in html

    page = make_scheduled(south)
    _made, link = given(paula, south, page)
    page.title = "Correction non approuvée"
    page.go_live_at = None
    page.save_revision()
    assert "Correction non approuvée" not in read(link)[1]
    assert SENTINEL in read(link)[1]


def test_the_correction_of_a_public_page_is_read_before_its_moment(south: Cluster, paula: User) -> None:
    page = make_release(south, title="Déjà public")
    _made, link = given(paula, south, page)
    assert Client().get(f"{link}{page.pk}/").url == page.url
    page.title, page.go_live_at = "Avec le chiffre corrigé", in_hours(3)
    page.save_revision().publish()
    assert "Avec le chiffre corrigé" in read(link)[1]
    assert "Avec le chiffre corrigé" not in Client().get(page.url).content.decode()


def test_what_was_withdrawn_or_deleted_is_gone(south: Cluster, paula: User) -> None:
    page = make_release(south)
    _made, link = given(paula, south, page)
    page.unpublish()
    status, html = read(link)
    assert status == 410
    assert "plus à lire ici" in html
    page.delete()
    assert read(link)[0] == 410
    assert_sealed(Client().get(link))


@pytest.mark.parametrize("hide", [hide_private, hide_section])
def test_a_restricted_page_is_not_read_by_a_link(south: Cluster, paula: User, hide: object) -> None:
    page = make_scheduled(south)
    _made, link = given(paula, south, page)
    hide(page)
    status, html = read(link)
    assert status in (404, 410)
    assert SENTINEL not in html


@pytest.mark.parametrize("make", [make_article, make_story, make_event, make_mission, make_release])
def test_a_guest_reads_a_draft_of_any_kind_and_no_translation_of_it(
    south: Cluster, paula: User, make: object
) -> None:
    page = make(south, live=False, title="Un brouillon")  # type: ignore[operator]
    page.save_revision()
    arabic = make(south, language="ar", live=False, title="مسودة سرية")  # type: ignore[operator]
    type(arabic).objects.filter(pk=arabic.pk).update(translation_key=page.translation_key)
    arabic.save_revision()
    _made, link = given(paula, south, page, kind="guest", language="ar")
    status, html = read(link)
    assert status == 200
    assert "Un brouillon" in html
    assert "مسودة سرية" not in html
    assert read(f"{link}{arabic.pk}/")[0] == 410


def test_a_page_that_left_the_section_is_gone(south: Cluster, paula: User) -> None:
    page = make_scheduled(south)
    made, link = given(paula, south, page)
    Accreditation.objects.filter(pk=made.pk).update(cluster=make_cluster("ouest", "OUE"))
    status, html = read(link)
    assert status == 410
    assert SENTINEL not in html


def test_a_link_opens_its_own_page_alone(south: Cluster, paula: User) -> None:
    mine, other = make_scheduled(south), make_scheduled(south, title="Autre secret")
    _made, link = given(paula, south, mine)
    status, html = read(f"{link}{other.pk}/")
    assert status == 410
    assert "Autre secret" not in html
    assert Client().get(f"{link}{other.get_parent().pk}/").status_code == 410


def test_all_releases_of_a_cluster_are_listed_and_nothing_else(south: Cluster, paula: User) -> None:
    first, second = (
        make_scheduled(south, title="Secret un"),
        make_scheduled(south, hours=2, title="Secret deux"),
    )
    article = make_article(south, title="Un article prévu", go_live_at=in_hours(5))
    draft = make_release(south, live=False, title="Un brouillon")
    draft.save_revision()
    make_release(south, title="Déjà public")
    foreign = make_scheduled(make_cluster("est", "EST"), title="Secret d’ailleurs")
    federation = make_scheduled(None, title="Secret fédéral")
    _made, link = given(paula, south)
    status, html = read(link)
    assert status == 200
    assert html.index("Secret deux") < html.index("Secret un")
    for title in ("Un article prévu", "Un brouillon", "Déjà public", "Secret d’ailleurs", "Secret fédéral"):
        assert title not in html
    for page in (first, second):
        status, html = read(f"{link}{page.pk}/")
        assert status == 200
        assert f'href="{link}"' in html, "no way back to the list"
    for page in (article, draft, foreign, federation):
        assert read(f"{link}{page.pk}/")[0] in (404, 410)


def test_a_topic_opens_the_releases_on_it(south: Cluster, paula: User) -> None:
    topic, other = (Topic.objects.create(key=key, labels={"fr": key}) for key in ("ia", "manuels"))
    pages = {}
    for name, topics in (("Sur l’IA", [topic]), ("Sur les manuels", [other])):
        page = make_release(south, live=False, title=name, go_live_at=in_hours(9))
        page.topics.set(topics)
        page.save()
        page.save_revision().publish()
        pages[name] = page
    _made, link = given(paula, south, scope="topic", topic=topic)
    html = read(link)[1]
    assert "Sur l’IA" in html
    assert "Sur les manuels" not in html
    assert read(f"{link}{pages['Sur l’IA'].pk}/")[0] == 200
    assert read(f"{link}{pages['Sur les manuels'].pk}/")[0] == 410


def test_it_is_read_in_the_holders_language_once_that_is_approved(south: Cluster, paula: User) -> None:
    page = make_scheduled(south)
    arabic = make_release(
        south, language="ar", live=False, title="بيان تحت الحظر", go_live_at=page.go_live_at
    )
    type(arabic).objects.filter(pk=arabic.pk).update(translation_key=page.translation_key)
    arabic.refresh_from_db()
    arabic.save_revision()
    _made, link = given(paula, south, page, language="ar")
    assert SENTINEL in read(link)[1], "a translation that nobody approved"
    arabic.save_revision().publish()
    status, html = read(link)
    assert status == 200
    assert "بيان تحت الحظر" in html
    assert 'lang="ar" dir="rtl"' in html


def test_links_to_other_hidden_pages_stay_hidden(south: Cluster, paula: User) -> None:
    hidden = make_scheduled(south, title="Autre secret", slug="autre-secret")
    text = f'<p>Voir <a linktype="page" id="{hidden.pk}">cela</a>.</p>'
    body = [{"type": "paragraph", "value": text, "id": "1"}]
    page = make_scheduled(south, body=json.dumps(body))
    html = read(given(paula, south, page)[1])[1]
    assert "<a>cela</a>" in html
    assert "autre-secret" not in html
