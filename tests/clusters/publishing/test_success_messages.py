"""After each button of an editor, one message in the same words, with links that lead the person on."""

import pytest
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from lxml.html import fromstring
from wagtail.models import Locale, Page, PageViewRestriction

from clusters.publishing.next_steps import next_steps
from fedcms.users.models import User
from news.models import ArticlePage
from tests.clusters.publishing.world import TITLE, World, client_of, loaded
from tests.factories import make_user

PUBLISH, SUBMIT = {"action-publish": "1"}, {"action-submit": "1"}
LATER = "28/11/2040 09:00"
LATER_IN_WORDS = "28 novembre 2040 à 9 h (\u2068Europe/Paris\u2069)"


def review(name: str) -> dict[str, str]:
    return {"action-workflow-action": "true", "workflow-action-name": name}


def message(response: HttpResponse) -> tuple[str, dict[str, str]]:
    """The words of the only message, and the addresses of its links by their labels."""
    (only,) = list(get_messages(response.wsgi_request))
    tree = fromstring(f"<div>{only}</div>")
    links = {link.text_content(): link.get("href") for link in tree.xpath(".//a")}
    for buttons in tree.find_class("buttons"):
        buttons.drop_tree()
    return " ".join(tree.text_content().replace("\u2068", "").replace("\u2069", "").split()), links


def send(world: World, page: ArticlePage, form: dict[str, str], user: User | None = None) -> HttpResponse:
    client = world.as_publisher() if user is None else client_of(user)
    return client.post(world.edit_url(page), world.form(page, **loaded(page)) | form)


@pytest.mark.django_db
class TestPublished:
    def test_by_the_editor(self, world: World) -> None:
        words, links = message(send(world, world.draft, PUBLISH))
        page = ArticlePage.objects.get(pk=world.draft.pk)
        assert words == f"Publiée : « {TITLE} »."
        assert links == {
            "Voir en ligne": page.url,
            "Traduire": reverse("wagtail_localize:submit_page_translation", args=[page.pk]),
            "Partager": reverse("sharing:screen", args=[page.pk]),
            "Programmer": world.edit_url(page) + "#schedule-publishing-dialog",
        }
        assert Client().get(links["Voir en ligne"]).status_code == 200

    def test_by_an_approval_in_the_editor(self, world: World) -> None:
        words, links = message(send(world, world.submitted, review("approve")))
        assert words == f"Publiée : « {TITLE} »."
        assert list(links) == ["Voir en ligne", "Traduire", "Partager", "Programmer"]

    def test_by_wagtail_s_own_button_of_approval(self, world: World) -> None:
        state = world.submitted.current_workflow_task_state
        url = reverse("wagtailadmin_pages:workflow_action", args=[world.submitted.pk, "approve", state.pk])
        words, links = message(world.as_publisher().post(url))
        assert words == "Publiée : « En relecture »."
        assert list(links) == ["Voir en ligne", "Traduire", "Partager", "Programmer"]

    def test_not_by_the_task_of_another_page(self, world: World) -> None:
        state = world.submitted.current_workflow_task_state
        url = reverse("wagtailadmin_pages:workflow_action", args=[world.draft.pk, "approve", state.pk])
        assert world.as_publisher().post(url).status_code in (302, 404)
        assert not Page.objects.get(pk=world.submitted.pk).live

    def test_as_it_is_created(self, world: World) -> None:
        url = reverse("wagtailadmin_pages:add", args=["news", "articlepage", world.listing.pk])
        words, links = message(world.as_publisher().post(url, world.form(**PUBLISH)))
        assert words == f"Publiée : « {TITLE} »."
        assert list(links) == ["Voir en ligne", "Traduire", "Partager", "Programmer"]

    def test_of_a_translation(self, world: World) -> None:
        answer = world.as_publisher().post(world.edit_url(world.target()), {"action": "publish"})
        words, links = message(answer)
        assert words == "Publiée : « EN Une année »."
        share = reverse("sharing:screen", args=[world.target().pk])
        links_of_a_translation = {"Voir en ligne": world.target().url, "Partager": share}
        assert links == links_of_a_translation, "its dates are those of its original"

    def test_what_is_closed_to_the_public_has_no_link_to_see_it(self, world: World) -> None:
        PageViewRestriction.objects.create(page=world.draft, restriction_type="login")
        _words, links = message(send(world, world.draft, PUBLISH))
        assert "Voir en ligne" not in links

    def test_what_exists_in_every_language_is_not_translated_again(self, world: World) -> None:
        _words, before = message(send(world, world.source, PUBLISH))
        assert "Traduire" in before
        client = world.as_publisher()
        url = reverse("wagtail_localize:submit_page_translation", args=[world.source.pk])
        missing = Locale.objects.exclude(language_code__in=("fr", "en")).values_list("pk", flat=True)
        client.post(url, {"locales": list(missing)})
        _words, links = message(send(world, world.source, PUBLISH))
        assert "Traduire" not in links

    def test_a_title_is_text(self, world: World) -> None:
        answer = send(world, world.draft, PUBLISH | {"title": "<i>Un</i> titre"})
        (only,) = get_messages(answer.wsgi_request)
        assert "&lt;i&gt;Un&lt;/i&gt; titre" in str(only)


@pytest.mark.django_db
class TestOtherOutcomes:
    def test_a_schedule_names_moment_and_zone(self, world: World) -> None:
        answer = send(world, world.draft, PUBLISH | {"go_live_at": LATER})
        words, links = message(answer)
        moment = LATER_IN_WORDS.replace("\u2068", "").replace("\u2069", "")
        assert words == f"Programmée : « {TITLE} » paraîtra le {moment}."
        assert links == {
            "Déplacer la diffusion": reverse("publication_schedule:move", args=[world.draft.pk]),
            "Modifier": world.edit_url(world.draft),
        }

    def test_an_approval_for_later_says_so_too(self, world: World) -> None:
        words, links = message(send(world, world.submitted, review("approve") | {"go_live_at": LATER}))
        assert words.startswith("Programmée : ")
        assert "28 novembre 2040 à 9 h" in words
        assert "Voir en ligne" not in links

    def test_a_new_version_of_a_public_page(self, world: World) -> None:
        words, _links = message(send(world, world.live, PUBLISH | {"go_live_at": LATER}))
        assert "est en ligne, sa nouvelle version paraîtra le 28 novembre 2040" in words

    def test_submitted_by_an_editor(self, world: World) -> None:
        editor = make_user("edith", world.cluster)
        words, links = message(send(world, world.draft, SUBMIT, editor))
        assert words == f"Soumise à la relecture : « {TITLE} ». Relecture par paul."
        assert list(links) == ["Modifier"]

    def test_sent_back(self, world: World) -> None:
        extra = {"workflow-action-extra-data": '{"comment": "Plus court."}'}
        words, _links = message(send(world, world.submitted, review("reject") | extra))
        assert words == f"À reprendre : « {TITLE} » est renvoyée avec votre remarque."

    def test_sent_back_by_wagtail_s_dialog(self, world: World) -> None:
        state = world.submitted.current_workflow_task_state
        url = reverse("wagtailadmin_pages:workflow_action", args=[world.submitted.pk, "reject", state.pk])
        client = world.as_publisher()
        dialog = client.get(url).json()["html"]
        assert "Renvoyer pour reprise" in dialog
        words, _links = message(client.post(url, {"comment": "Plus court."}))
        assert words.startswith("À reprendre : ")

    def test_taken_back(self, world: World) -> None:
        form = {"action-cancel-workflow": "1"}
        words, _links = message(send(world, world.submitted, form))
        assert words == f"Retirée de la relecture : « {TITLE} »."

    def test_a_refusal_is_no_success(self, world: World) -> None:
        answer = send(world, world.draft, PUBLISH | {"go_live_at": "28/11/2020 09:00"})
        assert "Publiée" not in str([str(each) for each in get_messages(answer.wsgi_request)])

    def test_saving_says_what_wagtail_says(self, world: World) -> None:
        words, _links = message(send(world, world.draft, {}))
        assert TITLE in words
        assert not Page.objects.get(pk=world.draft.pk).live


@pytest.mark.django_db
def test_a_person_who_may_not_translate_gets_no_link(world: World) -> None:
    editor, other = make_user("edith", world.cluster), make_user("nobody", None)
    labels = [label for label, _url in next_steps(world.live, editor)]
    assert labels == ["Voir en ligne", "Traduire", "Partager"], "who may not publish schedules nothing"
    assert [label for label, _url in next_steps(world.live, other)] == ["Voir en ligne"]
