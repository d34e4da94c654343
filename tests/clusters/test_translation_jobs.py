"""Jobs that start from the report: for a selection, run by the worker, with a report."""

import re
from unittest.mock import patch

import pytest
from django.core import mail
from django.db import OperationalError
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail.users.models import UserProfile

from clusters.translation.jobs.tasks import run_job
from clusters.translation.models import State, TranslationAssignment, TranslationJob
from fedcms.core.models import OutgoingMail
from tests.clusters.job_support import START, WorkCase


class Work(WorkCase):
    """What people start with two articles of the north."""

    def test_a_selection_is_translated_into_drafts_and_each_page_that_is_not_is_named_with_its_reason(
        self,
    ) -> None:
        job = self.started_job(self.editor, "translate", self.article, self.second, languages=["en", "es"])
        assert (job.done, job.succeeded, job.refused) == (4, 4, [])
        assert not self.translated(self.second, "es").live
        assert self.start(self.editor, "translate", self.article) is None, "it is there already"
        assert "aucune de ces traductions" in self.shown_messages(self.answer)

    def test_a_step_that_is_done_twice_changes_nothing_and_a_killed_worker_goes_on(self) -> None:
        job = self.started_job(self.editor, "translate", self.article, self.second)
        TranslationJob.objects.filter(pk=job.pk).update(done=1, succeeded=1, finished_at=None)
        run_job.call(job_id=job.pk)
        job.refresh_from_db()
        assert (job.done, job.succeeded, job.refused) == (2, 2, [])
        assert Page.objects.filter(translation_key=self.second.translation_key).count() == 2

    def test_another_clusters_pages_are_no_part_of_it(self) -> None:
        assert self.start(self.stranger, "translate", self.article) is None
        assert not Page.objects.filter(
            translation_key=self.article.translation_key, locale__language_code="en"
        )

    def test_updating_brings_the_new_words_to_who_translates(self) -> None:
        translation = self.public()
        self.change(title="Autre titre")
        job = self.started_job(self.editor, "update", self.article)
        assert job.succeeded == 1
        segment = translation.source.stringsegment_set.get(context__path="title")
        assert segment.string.data == "Autre titre"
        assert self.state().state == State.STALE

    def test_updating_says_that_a_translation_in_review_is_locked(self) -> None:
        translation = self.public()
        self.change(title="Autre titre")
        translation.source.update_from_db()
        self.write_all(self.editor, translation)
        self.press(self.editor, translation, "submit")
        job = self.started_job(self.editor, "update", self.article)
        assert job.succeeded == 0
        assert "relecture" in job.refused[0][2]

    def test_it_is_given_to_who_may_translate_it_and_they_are_told_in_their_language(self) -> None:
        translator = self.translator()
        profile = UserProfile.get_for_user(translator)
        profile.preferred_language = "es"
        profile.save()
        assert self.start(self.editor, "assign", self.article) is None
        self.assertContains(self.answer, translator.get_username())
        job = self.started_job(self.editor, "assign", self.article, self.second, assignee=translator.pk)
        assert job.succeeded == 2
        assert TranslationAssignment.objects.filter(assignee=translator).count() == 2
        messages = self.mails()
        assert [message["to"] for message in messages] == [["en@people.example"]]
        assert "2 traducciones le han sido asignadas" in messages[0]["subject"]
        assert "Second" in messages[0]["body"]

    def test_it_is_not_given_to_who_may_not_translate_into_that_language(self) -> None:
        job = self.started_job(self.editor, "assign", self.article, assignee=self.translator("ar").pk)
        assert job.succeeded == 0
        assert "ne peut pas traduire" in job.refused[0][2]
        assert not self.mails()

    def test_who_has_it_is_reminded_unless_it_is_up_to_date(self) -> None:
        self.public()
        translator = self.translator()
        self.started_job(self.editor, "assign", self.article, assignee=translator.pk)
        OutgoingMail.objects.all().delete()
        mail.outbox.clear()
        job = self.started_job(self.editor, "remind", self.article)
        assert "à jour" in job.refused[0][2]
        self.change(title="Autre titre")
        job = self.started_job(self.editor, "remind", self.article, self.second)
        assert job.succeeded == 1
        assert "personne" in job.refused[0][2], "the second is given to nobody"
        assert len(self.mails()) == 1

    def test_the_mails_last_link_leads_to_all_that_is_given_to_its_reader(self) -> None:
        translator = self.translator()
        self.started_job(self.editor, "assign", self.second, assignee=translator.pk)
        body = str(self.mails()[0]["body"])
        link = next(word for word in reversed(body.split()) if word.startswith("http"))
        self.client.force_login(translator)
        answer = self.client.get(re.sub(r"^https?://[^/]+", "", link))
        listed = re.findall(r'name="pages" value="(\d+)"', answer.content.decode())
        assert listed == [str(self.second.pk)]

    def test_who_may_no_longer_translate_it_is_not_reminded(self) -> None:
        translator = self.translator()
        self.started_job(self.editor, "assign", self.article, assignee=translator.pk)
        OutgoingMail.objects.all().delete()
        mail.outbox.clear()
        translator.groups.clear()
        job = self.started_job(self.editor, "remind", self.article)
        assert "ne peut pas traduire" in job.refused[0][2]
        assert not self.mails()

    def test_a_step_that_fails_unexpectedly_is_accounted_for_and_the_others_are_done(self) -> None:
        def stumble(job: TranslationJob, page: Page, locale: object) -> None:
            if page.pk == self.article.pk:
                raise LookupError("a block that is gone")

        with (
            patch("clusters.translation.jobs.tasks.do_item", stumble),
            self.assertLogs("fedcms.translation", "ERROR"),
        ):
            job = self.started_job(self.editor, "translate", self.article, self.second)
        assert (job.done, job.succeeded) == (2, 1)
        assert job.refused[0][0] == "Titre"
        assert "Erreur inattendue" in job.refused[0][2]

    def test_a_database_that_is_busy_is_left_to_the_queue(self) -> None:
        job = TranslationJob.objects.create(
            user=self.editor,
            action="translate",
            steps=[[self.article.pk, Locale.objects.get(language_code="en").pk]],
        )
        with (
            patch("clusters.translation.jobs.tasks.do_item", side_effect=OperationalError("locked")),
            pytest.raises(OperationalError),
        ):
            run_job.call(job_id=job.pk)
        job.refresh_from_db()
        assert (job.done, job.finished_at) == (0, None)
        run_job.call(job_id=job.pk)
        job.refresh_from_db()
        assert job.succeeded == 1

    def test_a_number_that_no_page_can_have_is_refused_in_words(self) -> None:
        self.client.force_login(self.editor)
        for number in ("9" * 10, "9" * 20, "9" * 5000):
            data = {"action": "translate", "languages": ["en"], "pages": [number]}
            assert "n’existe pas" in self.shown_messages(self.client.post(reverse(START), data))
        assert not TranslationJob.objects.exists()

    def test_what_is_missing_in_the_form_is_said(self) -> None:
        assert self.start(self.editor, "translate") is None
        assert "Cochez au moins une page" in self.shown_messages(self.answer)
        assert self.start(self.editor, "translate", self.article, languages=[]) is None
        assert "au moins une langue" in self.shown_messages(self.answer)

    def test_its_progress_is_told_to_who_started_it_alone(self) -> None:
        job = TranslationJob.objects.create(
            user=self.editor, action="translate", steps=[[self.article.pk, 1]] * 3, done=1
        )
        url = reverse("translation_work:progress", args=[job.pk])
        self.client.force_login(self.editor)
        assert self.client.get(url).json() == {"done": 1, "total": 3, "finished": False, "said": "1 sur 3"}
        page = self.client.get(reverse("translation_work:job", args=[job.pk]))
        self.assertContains(page, 'role="progressbar"')
        self.assertContains(page, 'aria-valuenow="1"')
        self.client.force_login(self.publisher)
        assert self.client.get(url).status_code == 404
        assert self.client.get(reverse("translation_work:job", args=[job.pk])).status_code == 404
