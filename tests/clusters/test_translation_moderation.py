"""Translations are reviewed: the editor submits, the cluster's publisher decides, nothing leaks before."""

from datetime import timedelta

from django.core import mail
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, TaskState
from wagtail.users.models import UserProfile
from wagtail_localize.models import StringTranslation

from clusters.translation.drafts.building import missing_strings
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article, make_release, publish


class Submitting(TranslationCase):
    def setUp(self) -> None:
        self.page = make_article(
            self.north, title="Une année de mesures", summary="Ce que disent les chiffres."
        )
        self.translation = self.started(self.page)

    def test_the_bar_stands_above_the_editor_without_any_script(self) -> None:
        response = self.open_editor(self.editor, self.translated(self.page))
        self.assertContains(response, "Soumettre la traduction à la relecture")
        self.assertContains(response, self.url_of(self.translation, "submit"))
        self.assertContains(response, "2 textes restent à traduire")
        self.assertContains(response, "<q><bdi>Une année de mesures</bdi></q>")
        self.assertContains(response, "data-translation-editor")
        self.assertContains(response, "<textarea", count=2)

    def test_a_string_saved_by_the_editor_is_no_longer_missing(self) -> None:
        assert self.write(self.editor, self.translation, "title", "A year of measures").status_code == 201
        assert missing_strings(self.translation) == ["Ce que disent les chiffres."]

    def test_half_a_translation_is_not_submitted_and_what_is_missing_is_named(self) -> None:
        self.write(self.editor, self.translation, "title", "A year of measures")
        response = self.press(self.editor, self.translation, "submit")
        assert "Ce que disent les chiffres." in self.shown_messages(response)
        target = self.translated(self.page)
        assert not target.workflow_in_progress
        assert not mail.outbox

    def test_a_submitted_translation_waits_for_the_publishers_of_the_cluster(self) -> None:
        self.write_all(self.editor, self.translation)
        self.press(self.editor, self.translation, "submit")
        target = self.translated(self.page)
        assert target.workflow_in_progress
        assert not target.live
        assert target.get_latest_revision_as_object().title == "EN Une année de mesures"
        assert list(
            TaskState.objects.reviewable_by(self.publisher).values_list("revision__object_id", flat=True)
        ) == [str(target.pk)]
        assert not TaskState.objects.reviewable_by(self.strange_publisher).exists()
        self.client.force_login(self.publisher)
        self.assertContains(self.client.get(reverse("wagtailadmin_home")), "EN Une année de mesures")

    def test_the_mail_reaches_the_publishers_each_in_their_language(self) -> None:
        for user, language in ((self.publisher, "en"), (self.strange_publisher, "en"), (self.editor, "fr")):
            UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
        self.write_all(self.editor, self.translation)
        self.press(self.editor, self.translation, "submit")
        assert [message.to for message in mail.outbox] == [["publisher@people.example"]]
        assert "has been submitted for approval" in mail.outbox[0].subject
        mail.outbox.clear()
        self.press(self.publisher, self.translation, "reject", comment="Le titre.")
        assert [message.to for message in mail.outbox] == [["editor@people.example"]]
        assert "has been" not in mail.outbox[0].subject
        assert "Le titre." in mail.outbox[0].body

    def test_twice_submitted_is_once_submitted(self) -> None:
        self.write_all(self.editor, self.translation)
        self.press(self.editor, self.translation, "submit")
        response = self.press(self.editor, self.translation, "submit")
        assert "déjà en relecture" in self.shown_messages(response)
        assert len(mail.outbox) == 1

    def test_what_has_no_letter_need_not_be_typed_again(self) -> None:
        page = make_article(
            self.north,
            title="2030",
            body=[("figures", [{"value": "40 %", "unit": "", "label": "des classes", "source": ""}])],
        )
        translation = self.started(page)
        assert "2030" not in missing_strings(translation)
        assert "40 %" not in missing_strings(translation)
        assert "des classes" in missing_strings(translation)

    def test_an_invalid_translation_is_named_beside_its_string(self) -> None:
        self.write_all(self.editor, self.translation)
        self.write(self.editor, self.translation, "summary", "x" * 401)
        response = self.press(self.editor, self.translation, "submit")
        assert "Le brouillon n’a pas pu être écrit" in self.shown_messages(response)
        assert StringTranslation.objects.get(context__path="summary").get_error()
        assert not self.translated(self.page).workflow_in_progress


class Deciding(TranslationCase):
    def setUp(self) -> None:
        self.page = make_article(self.north, title="Une année de mesures")
        self.translation = self.started(self.page)
        self.write_all(self.editor, self.translation)
        self.press(self.editor, self.translation, "submit")
        self.target = self.translated(self.page)

    def test_the_publisher_sees_the_buttons_and_the_editor_the_state(self) -> None:
        response = self.open_editor(self.publisher, self.target)
        self.assertContains(response, "Approuver et publier")
        self.assertContains(response, "Renvoyer pour reprise")
        response = self.open_editor(self.editor, self.target)
        self.assertContains(response, "En relecture, soumise par editor")
        self.assertNotContains(response, "Approuver et publier")
        self.assertContains(response, "Retirer de la relecture")

    def test_the_publisher_reads_what_was_submitted(self) -> None:
        task = self.target.current_workflow_task
        self.client.force_login(self.publisher)
        response = self.client.get(
            reverse("wagtailadmin_pages:workflow_preview", args=[self.target.pk, task.pk])
        )
        self.assertContains(response, "EN Une année de mesures")

    def test_approving_publishes(self) -> None:
        assert self.press(self.publisher, self.translation, "approve").status_code == 302
        target = self.translated(self.page)
        assert target.live
        assert target.title == "EN Une année de mesures"
        assert not target.workflow_in_progress
        assert self.client.get(target.url).status_code == 200

    def test_wagtails_own_workflow_action_approves_too(self) -> None:
        state = self.target.current_workflow_task_state
        url = reverse("wagtailadmin_pages:workflow_action", args=[self.target.pk, "approve", state.pk])
        self.client.force_login(self.publisher)
        self.client.post(url)
        assert self.translated(self.page).live

    def test_the_editor_of_the_translation_cannot_approve_it(self) -> None:
        self.press(self.editor, self.translation, "approve")
        self.press(self.stranger, self.translation, "approve")
        self.press(self.strange_publisher, self.translation, "approve")
        target = self.translated(self.page)
        assert not target.live
        assert target.workflow_in_progress

    def test_the_editor_cannot_publish_past_the_review(self) -> None:
        self.client.force_login(self.editor)
        self.client.post(reverse("wagtailadmin_pages:edit", args=[self.target.pk]), {"action": "publish"})
        assert not self.translated(self.page).live

    def test_changes_are_asked_for_with_a_remark_and_submitted_again(self) -> None:
        self.press(self.publisher, self.translation, "reject", comment="Le titre est trop long.")
        response = self.open_editor(self.editor, self.target)
        self.assertContains(response, "À reprendre")
        self.assertContains(response, "Le titre est trop long.")
        assert self.write(self.editor, self.translation, "title", "Measures").status_code == 200
        self.press(self.editor, self.translation, "submit")
        assert self.translated(self.page).workflow_in_progress
        self.press(self.publisher, self.translation, "approve")
        assert self.translated(self.page).title == "Measures"

    def test_while_it_is_reviewed_the_editor_changes_nothing(self) -> None:
        assert self.write(self.editor, self.translation, "title", "Smuggled").status_code == 423
        self.client.force_login(self.editor)
        for name in ("machine_translate", "stop_translation"):
            response = self.client.post(reverse(f"wagtail_localize:{name}", args=[self.translation.pk]))
            assert "relecture" in self.shown_messages(response)
        self.press(self.publisher, self.translation, "approve")
        assert self.translated(self.page).title == "EN Une année de mesures"

    def test_what_the_publisher_corrects_is_what_is_published_from_whatever_button(self) -> None:
        assert self.write(self.publisher, self.translation, "title", "Corrected").status_code == 200
        task_state = self.target.current_workflow_task_state
        task_state.refresh_from_db()
        assert task_state.revision.as_object().title == "Corrected"
        url = reverse("wagtailadmin_pages:workflow_action", args=[self.target.pk, "approve", task_state.pk])
        self.client.post(url)
        assert self.translated(self.page).title == "Corrected"

    def test_the_publish_button_of_the_editor_approves(self) -> None:
        self.client.force_login(self.publisher)
        mail.outbox.clear()
        self.client.post(reverse("wagtailadmin_pages:edit", args=[self.target.pk]), {"action": "publish"})
        assert self.translated(self.page).live
        assert [message.to for message in mail.outbox] == [["editor@people.example"]]

    def test_who_submitted_may_take_it_back(self) -> None:
        self.press(self.editor, self.translation, "cancel")
        assert not self.translated(self.page).workflow_in_progress
        assert self.write(self.editor, self.translation, "title", "Again").status_code == 200

    def test_nothing_is_decided_when_nothing_waits(self) -> None:
        self.press(self.publisher, self.translation, "approve")
        response = self.press(self.publisher, self.translation, "reject")
        assert "pas en relecture" in self.shown_messages(response)
        assert self.translated(self.page).live


class LivePages(TranslationCase):
    def setUp(self) -> None:
        self.page = make_article(self.north, title="Une année de mesures")
        self.translation = self.started(self.page)
        self.write_all(self.editor, self.translation)

    def publish_it(self) -> None:
        self.client.force_login(self.publisher)
        url = reverse("wagtailadmin_pages:edit", args=[self.translated(self.page).pk])
        self.client.post(url, {"action": "publish"})
        assert self.translated(self.page).live

    def test_the_translation_of_a_public_page_is_a_draft_until_it_is_approved(self) -> None:
        """wagtail-localize #655: begun, it was public at once."""
        for press, status in ((None, 404), ("submit", 404), ("approve", 200)):
            if press:
                self.press(self.editor if press == "submit" else self.publisher, self.translation, press)
            assert self.client_class().get(self.page.url).status_code == 200
            assert self.client_class().get(self.translated(self.page).url).status_code == status

    def test_submitting_does_not_change_what_is_live(self) -> None:
        self.publish_it()
        self.write(self.editor, self.translation, "title", "Not reviewed yet")
        self.press(self.editor, self.translation, "submit")
        target = self.translated(self.page)
        assert target.title == "EN Une année de mesures"
        assert b"Not reviewed yet" not in self.client_class().get(target.url).content
        self.press(self.publisher, self.translation, "approve")
        assert self.translated(self.page).title == "Not reviewed yet"

    def test_half_a_translation_is_not_published_either(self) -> None:
        StringTranslation.objects.filter(context__path="summary").delete()
        self.client.force_login(self.publisher)
        url = reverse("wagtailadmin_pages:edit", args=[self.translated(self.page).pk])
        assert "Il reste 1 texte à traduire" in self.shown_messages(
            self.client.post(url, {"action": "publish"})
        )
        assert not self.translated(self.page).live

    def test_the_address_is_made_of_the_translated_title(self) -> None:
        self.publish_it()
        assert self.translated(self.page).slug == "en-une-annee-de-mesures"
        self.write(self.publisher, self.translation, "title", "Another title")
        self.publish_it()
        assert self.translated(self.page).slug == "en-une-annee-de-mesures"

    def test_a_title_in_arabic_makes_an_address_that_can_be_read(self) -> None:
        """docs/adr/0024; it kept its source's, in French."""
        self.ask_translation(self.editor, self.page, "ar")
        translation = self.translation_of(self.page, "ar")
        self.write_all(self.editor, translation, "")
        StringTranslation.objects.filter(context__path="title", locale__language_code="ar").update(
            data="سنة من القياسات"
        )
        self.press(self.editor, translation, "submit")
        self.press(self.publisher, translation, "approve")
        target = self.translated(self.page, "ar")
        assert target.live
        assert target.title == "سنة من القياسات"
        assert target.slug == "sna-mn-alqyasat"
        assert self.client.get(target.url).status_code == 200

    def test_a_translation_does_not_break_the_embargo_of_its_source(self) -> None:
        release = make_release(
            self.north, live=False, go_live_at=timezone.now().replace(microsecond=0) + timedelta(days=3)
        )
        publish(release)
        translation = self.started(release)
        self.write_all(self.editor, translation)
        self.press(self.editor, translation, "submit")
        assert "Programmée" in self.shown_messages(self.press(self.publisher, translation, "approve"))
        target = self.translated(release)
        assert not target.live
        assert target.go_live_at == release.go_live_at
        assert Page.objects.get(pk=target.pk).approved_schedule
