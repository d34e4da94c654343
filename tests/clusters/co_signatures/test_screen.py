"""Who asks, reads and answers on the screen of co-signatures, and what is said of it elsewhere."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clusters.models import CoSignature
from clusters.publishing.refusal import PublicationRefused
from clusters.sections.removal import obstacles
from fedcms.users.models import User
from tests.admin_walk.stage import picture
from tests.clusters.co_signatures.support import Story
from tests.factories import make_cluster, make_release, make_user
from tests.factories.people import make_translator
from tests.shared_rows import again

pytestmark = pytest.mark.django_db


class TestTheEditor:
    def test_leads_to_the_screen_where_clusters_sign_and_nowhere_else(self, story: Story) -> None:
        client = story.client(story.publisher)
        alone = make_release(story.lead, live=False, title="Seul", owner=story.editor)
        for page, is_there in ((story.page, True), (alone, False)):
            address = reverse("wagtailadmin_pages:edit", args=[page.pk])
            screen = reverse("co_signatures", args=[page.pk])
            assert (screen in client.get(address).content.decode()) == is_there

    def test_its_own_cluster_is_not_offered(self, story: Story) -> None:
        address = reverse("wagtailadmin_pages:edit", args=[story.page.pk])
        answer = story.client(story.editor).get(address)
        offered = set(answer.context["form"].fields["co_signers"].queryset)
        assert offered == {story.south, story.east}


class TestWhoMay:
    def test_the_text_is_for_who_was_asked_about_it(self, story: Story) -> None:
        text = reverse("co_signed_text", args=[story.page.pk])
        client = story.client(story.of_south)
        assert client.get(story.url).status_code in (302, 403)
        assert client.get(text).status_code in (302, 403)
        story.press(story.editor, "ask")
        assert "Trois clusters" in client.get(story.url).content.decode()
        response = client.get(text)
        assert "Trois clusters" in response.content.decode()
        assert "no-store" in response["Cache-Control"]
        assert response["X-Frame-Options"] == "SAMEORIGIN"
        # What the lead writes on is theirs, until they ask again.
        story.change(title="Un titre secret")
        answer = client.get(story.url).content.decode()
        assert "Un titre secret" not in answer
        assert "en train de changer" in answer
        assert client.get(text).status_code in (302, 403)

    def test_its_files_come_with_it(self, story: Story) -> None:
        image = picture("photo du jour", story.lead, story.editor)
        story.change(lead_image=image)
        story.press(story.editor, "ask")
        other = picture("une autre", story.lead, story.editor)
        client = story.client(story.of_south)
        base = reverse("co_signed_text", args=[story.page.pk])
        assert client.get(f"{base}media/{image.file.name}").status_code == 200
        assert client.get(f"/media/{image.file.name}").status_code == 404
        assert client.get(f"{base}media/{other.file.name}").status_code == 404
        assert Client().get(f"{base}media/{image.file.name}").status_code == 302

    @pytest.mark.parametrize("who", ["editor of a signer", "publisher of another", "translator"])
    def test_nobody_else_answers(self, story: Story, who: str) -> None:
        story.press(story.editor, "ask")
        person = {
            "editor of a signer": lambda: make_user("sam", story.south),
            "publisher of another": lambda: make_user("olga", make_cluster("ouest", "OUE"), "publisher"),
            "translator": lambda: make_translator("tara", "ar", story.south),
        }[who]()
        client = story.client(person)
        assert client.get(story.url).status_code in (302, 403)
        for action in ("ask", "approve", "decline"):
            assert story.press(person, action, remark="x").status_code in (302, 403)
        assert story.states() == {"sud": "asked", "est": "asked"}

    def test_a_signer_asks_nobody_and_the_lead_approves_for_nobody(self, story: Story) -> None:
        story.press(story.editor, "ask")
        CoSignature.objects.update(asked_at=timezone.now() - timedelta(days=1))
        before = list(CoSignature.objects.values_list("asked_at", "state"))
        assert story.press(story.of_south, "ask").status_code in (302, 403)
        assert story.press(story.publisher, "approve").status_code in (302, 403)
        assert list(CoSignature.objects.values_list("asked_at", "state")) == before


class TestTheAnswer:
    def test_to_another_text_is_refused_and_the_remark_is_kept(self, story: Story) -> None:
        story.press(story.editor, "ask")
        response = story.press(story.of_south, "approve", remark="Ma <i>remarque</i>", digest="0" * 32)
        assert response.status_code == 400
        shown = response.content.decode()
        assert "Le texte a changé" in shown
        assert "Ma &lt;i&gt;remarque&lt;/i&gt;" in shown
        assert story.states()["sud"] == "asked"
        # Also when nobody asked about the new text yet.
        old = story.digest()
        story.change(title="Un autre titre")
        response = story.press(story.of_south, "approve", remark="Ma <i>remarque</i>", digest=old)
        assert response.status_code == 400
        assert "Ma &lt;i&gt;remarque&lt;/i&gt;" in response.content.decode()

    def test_the_question_is_about_what_the_lead_was_shown(self, story: Story) -> None:
        shown = story.digest()
        story.change(title="Écrit entre-temps par une collègue")
        response = story.press(story.editor, "ask", digest=shown)
        assert response.status_code == 400
        assert "Le texte a changé" in response.content.decode()
        assert not CoSignature.objects.exists()

    def test_no_says_why(self, story: Story) -> None:
        story.press(story.editor, "ask")
        response = story.press(story.of_south, "decline", remark="  ")
        assert response.status_code == 400
        assert "Dites ce qui est à changer" in response.content.decode()
        assert story.press(story.of_south, "decline", remark="Le <b>chiffre</b> est faux.").status_code == 302
        shown = story.client(story.editor).get(story.url).content.decode()
        assert "Le &lt;b&gt;chiffre&lt;/b&gt; est faux." in shown
        assert mail.outbox[-1].to == [story.editor.email]
        assert "chiffre" not in mail.outbox[-1].body
        with pytest.raises(PublicationRefused, match="attend l’accord"):
            story.publish()

    def test_an_unknown_button_does_nothing(self, story: Story) -> None:
        assert story.press(story.editor, "zzz").status_code == 400
        assert story.states() == {}

    def test_who_approved_is_not_asked_again(self, story: Story) -> None:
        story.press(story.editor, "ask")
        story.press(story.of_south, "approve")
        story.press(story.of_east, "decline", remark="Non.")
        mail.outbox.clear()
        # Nor who refused, as long as the text is the same: their remark stays.
        assert story.press(story.editor, "ask").status_code == 400
        assert mail.outbox == []
        assert story.states() == {"sud": "approved", "est": "declined"}


def test_the_dashboard_names_it_to_who_may_answer(story: Story) -> None:
    story.press(story.editor, "ask")
    home = reverse("wagtailadmin_home")
    assert story.url in story.client(story.of_south).get(home).content.decode()
    assert story.url not in story.client(make_user("sam", story.south)).get(home).content.decode()
    story.press(story.of_south, "approve")
    assert story.url not in story.client(story.of_south).get(home).content.decode()


def test_the_dashboard_forgets_what_is_not_asked_any_more(story: Story) -> None:
    home = reverse("wagtailadmin_home")
    story.press(story.editor, "ask")
    story.change(title="Un autre titre")
    assert story.url not in story.client(story.of_south).get(home).content.decode()
    story.press(story.editor, "ask")
    page = again(story.page).get_latest_revision_as_object()
    page.co_signers.set([story.east])
    page.save_revision()
    assert story.url not in story.client(story.of_south).get(home).content.decode()


def test_a_cluster_without_a_publisher_is_not_asked(story: Story) -> None:
    User.objects.filter(pk=story.of_east.pk).update(is_active=False)
    response = story.press(story.editor, "ask")
    assert response.status_code == 400
    assert "Personne ne publie pour" in response.content.decode()
    assert not CoSignature.objects.exists()


def test_a_cluster_is_not_dissolved_while_a_release_names_it(story: Story) -> None:
    """Its newest, public or scheduled version; not since somebody asked once."""

    def is_held() -> bool:
        return any("co-signé" in words for words in obstacles(story.south))

    def name_east_alone() -> None:
        page = again(story.page).get_latest_revision_as_object()
        page.co_signers.set([story.east])
        page.save_revision()

    story.all_approve()
    assert is_held()
    story.schedule()
    name_east_alone()
    assert is_held()
    again(story.page).revisions.update(approved_go_live_at=None)
    assert not is_held()
    assert obstacles(story.south) == []


def test_what_a_signer_typed_is_kept_when_it_is_named_no_more(story: Story) -> None:
    story.press(story.editor, "ask")
    page = again(story.page).get_latest_revision_as_object()
    page.co_signers.set([story.east])
    page.title = "Un titre secret"
    page.save_revision()
    response = story.press(story.of_south, "decline", remark="Une longue remarque")
    shown = response.content.decode()
    assert response.status_code == 400
    assert "ne nomme plus votre cluster" in shown
    assert "Une longue remarque" in shown
    assert "Un titre secret" not in shown
    assert "EdTech Est" not in shown


def test_who_may_not_read_a_draft_reads_none_of_its_names(story: Story) -> None:
    story.press(story.editor, "ask")
    west = make_cluster("ouest", "OUE")
    page = again(story.page).get_latest_revision_as_object()
    page.co_signers.set([story.south, west])
    page.save_revision()
    assert str(west) in story.screen(story.editor)
    shown = story.screen(story.of_south)
    assert str(west) not in shown
    assert str(story.south) in shown


def test_a_remark_is_there_while_the_lead_corrects(story: Story) -> None:
    story.press(story.editor, "ask")
    story.press(story.of_south, "decline", remark="Il y en a douze.")
    story.change(title="Un début de correction")
    assert "Son refus d’une autre version" in story.screen(story.editor)
    assert "Il y en a douze." in story.screen(story.editor)
    story.all_approve()
    assert "Il y en a douze." not in story.screen(story.editor)
