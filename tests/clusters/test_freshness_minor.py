"""An editor says whether a change is minor, and translations stay as true as they were."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield
from wagtail_localize.models import StringTranslation

from clusters.models import ContentPage
from clusters.translation.models import State
from clusters.translation.state.minor_changes import carry_over
from fedcms.core.tasks.scheduled_publication import publish_due
from tests.clusters.test_freshness import StateCase


class MinorChanges(StateCase):
    def form_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.article.pk])

    def edit(self, user: object, action: str, **values: str) -> None:
        """Posts the editor's form as it is shown, with other values."""
        self.client.force_login(user)
        form = self.client.get(self.form_url()).context["form"]
        data: dict[str, object] = {}
        for bound in form:
            value = bound.value()
            if bound.name in ("body", "topics") or value is None or value is False:
                continue
            data[bound.name] = value
        data |= nested_form_data(
            {"body": streamfield([]), "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}}
        )
        data |= {name: value for name, value in values.items() if value}
        for name, value in values.items():
            if not value:
                data.pop(name, None)
        answer = self.client.post(self.form_url(), {**data, action: "1"} if action else data)
        assert answer.status_code == 302, getattr(answer, "context", {}).get("form").errors

    def asks(self) -> bool:
        """Whether the form asks the question."""
        self.client.force_login(self.editor)
        return 'name="is_minor_change"' in self.client.get(self.form_url()).content.decode()

    def test_only_the_form_of_a_page_with_translations_asks(self) -> None:
        assert not self.asks()
        self.public()
        assert self.asks()

    def test_a_minor_change_leaves_the_translation_fresh_and_another_one_does_not(self) -> None:
        self.public()
        self.edit(self.publisher, "action-publish", title="Titre, corrigé", is_minor_change="on")
        assert Page.objects.get(pk=self.article.pk).title == "Titre, corrigé"
        assert self.state().state == State.FRESH
        self.edit(self.publisher, "action-publish", title="Un tout autre titre")
        assert self.state().state == State.STALE

    def test_a_minor_change_after_one_that_counts_leaves_it_stale_until_it_is_translated(self) -> None:
        translation = self.public()
        self.edit(self.publisher, "action-publish", title="Un tout autre titer")
        since = self.state().since
        self.edit(self.publisher, "action-publish", title="Un tout autre titre", is_minor_change="on")
        state = self.state()
        assert (state.state, state.changed, state.since) == (State.STALE, 1, since)
        self.resync(translation)
        assert self.state().state == State.FRESH

    def test_the_choice_of_who_submits_is_shown_to_who_approves_and_kept(self) -> None:
        self.public()
        self.edit(self.editor, "action-submit", title="Titre, corrigé", is_minor_change="on")
        self.client.force_login(self.publisher)
        assert self.client.get(self.form_url()).context["form"]["is_minor_change"].value() is True
        page = ContentPage.objects.get(pk=self.article.pk)
        page.current_workflow_task_state.approve(user=self.publisher)
        assert Page.objects.get(pk=page.pk).title == "Titre, corrigé"
        assert self.state().state == State.FRESH

    def test_who_approves_may_decide_otherwise(self) -> None:
        self.public()
        self.edit(self.editor, "action-submit", title="Titre, corrigé", is_minor_change="on")
        self.edit(self.publisher, "action-publish", title="Titre, corrigé", is_minor_change="")
        assert self.state().state == State.STALE

    def test_the_choice_counts_when_a_scheduled_revision_appears(self) -> None:
        self.public()
        page = ContentPage.objects.get(pk=self.article.pk).specific
        page.title, page.is_minor_change = "Titre, corrigé", True
        page.go_live_at = timezone.now() + timedelta(days=1)
        page.save_revision().publish()
        assert self.state().state == State.FRESH
        Page.objects.get(pk=page.pk).revisions.filter(approved_go_live_at__isnull=False).update(
            approved_go_live_at=timezone.now() - timedelta(minutes=1)
        )
        revision = page.revisions.get(approved_go_live_at__isnull=False)
        revision.content["go_live_at"] = None
        revision.save()
        publish_due()
        assert Page.objects.get(pk=page.pk).title == "Titre, corrigé"
        assert self.state().state == State.FRESH

    def test_the_next_change_is_not_minor_because_the_last_one_was(self) -> None:
        self.public()
        self.edit(self.publisher, "action-publish", title="Titre, corrigé", is_minor_change="on")
        self.client.force_login(self.editor)
        assert self.client.get(self.form_url()).context["form"]["is_minor_change"].value() is False
        page = ContentPage.objects.get(pk=self.article.pk).specific
        page.title = "Écrit par un programme"
        page.save()
        assert self.state().state == State.STALE

    def test_words_of_a_minor_change_keep_their_translation_when_it_is_updated(self) -> None:
        translation = self.public()
        self.edit(self.publisher, "action-publish", title="Titre, corrigé", is_minor_change="on")
        translation.source.update_from_db()
        carry_over(translation.source, translation.target_locale_id)
        segment = translation.source.stringsegment_set.get(context__path="title")
        assert segment.string.translations.get().data == "EN Titre"

    def test_what_was_carried_over_and_then_marked_as_wrong_stays_so_at_the_next_update(self) -> None:
        translation = self.public()
        self.edit(self.publisher, "action-publish", title="Titre, corrigé", is_minor_change="on")
        translation.source.update_from_db()
        carry_over(translation.source, translation.target_locale_id)
        carried = StringTranslation.objects.get(translation_of__data="Titre, corrigé")
        StringTranslation.objects.filter(pk=carried.pk).update(has_error=True, data="Wrong")
        carry_over(translation.source, translation.target_locale_id)
        carried.refresh_from_db()
        assert (carried.has_error, carried.data) == (True, "Wrong")

    def test_a_minor_change_leaves_a_whole_translation_that_is_not_public_yet_whole(self) -> None:
        translation = self.started(self.article)
        self.write_all(self.editor, translation)
        before = self.state().state
        assert before != State.MISSING
        self.edit(self.publisher, "action-publish", title="Titre, corrigé", is_minor_change="on")
        assert self.state().state == before
