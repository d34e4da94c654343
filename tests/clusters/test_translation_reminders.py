"""Nobody is told the same thing twice: one reminder a day for a translation, one mail a person and work."""

from datetime import timedelta

from django.core import mail
from django.utils import timezone
from wagtail.models import Locale
from wagtail.users.models import UserProfile

from clusters.translation.jobs.tasks import run_job
from clusters.translation.models import TranslationAssignment, TranslationJob
from fedcms.core.models import OutgoingMail
from fedcms.users.models import User
from tests.clusters.job_support import WorkCase


class Reminders(WorkCase):
    """Two articles, both given to one translator."""

    def setUp(self) -> None:
        super().setUp()
        self.someone = self.translator()
        self.started_job(
            self.editor, "assign", self.article, self.second, languages=["en"], assignee=self.someone.pk
        )
        self.forget_mails()

    def forget_mails(self) -> None:
        """Only what comes after counts."""
        OutgoingMail.objects.all().delete()
        mail.outbox.clear()

    def given(self, page: object) -> TranslationAssignment:
        """Whose the English translation of a page is."""
        return TranslationAssignment.objects.get(page=page, locale__language_code="en")

    def test_several_pages_of_a_selection_are_one_mail(self) -> None:
        job = self.started_job(self.editor, "remind", self.article, self.second)
        assert job.succeeded == 2
        assert len(self.mails()) == 1
        assert "Second" in str(self.mails()[0]["body"])
        assert "Titre" in str(self.mails()[0]["body"])

    def test_a_second_reminder_on_the_same_day_is_not_sent_and_the_work_says_since_when(self) -> None:
        self.started_job(self.editor, "remind", self.article)
        self.forget_mails()
        job = self.started_job(self.publisher, "remind", self.article, self.second)
        assert job.succeeded == 1, "the second was not reminded of"
        assert "Déjà rappelée à" in job.refused[0][2]
        assert str(timezone.localdate().year) in job.refused[0][2]
        assert len(self.mails()) == 1
        assert "Titre" not in str(self.mails()[0]["body"])

    def test_who_was_never_told_since_that_work_never_ended_is_told_by_the_next_one(self) -> None:
        TranslationJob.objects.update(finished_at=None)
        job = self.started_job(
            self.editor, "assign", self.article, languages=["en"], assignee=self.someone.pk
        )
        assert (job.succeeded, job.refused) == (1, [])
        assert len(self.mails()) == 1
        TranslationJob.objects.update(finished_at=None)
        TranslationAssignment.objects.update(reminded_at=timezone.now())
        self.forget_mails()
        assert self.started_job(self.editor, "remind", self.article).succeeded == 1
        assert len(self.mails()) == 1

    def test_who_chose_no_language_is_written_to_in_the_sites_not_in_that_of_who_asks(self) -> None:
        UserProfile.objects.update_or_create(user=self.editor, defaults={"preferred_language": "ar"})
        self.started_job(self.editor, "remind", self.article)
        assert "vous attend" in str(self.mails()[0]["subject"])

    def test_a_day_later_it_is_sent_again(self) -> None:
        self.started_job(self.editor, "remind", self.article)
        TranslationAssignment.objects.update(reminded_at=timezone.now() - timedelta(days=1, minutes=1))
        self.forget_mails()
        assert self.started_job(self.editor, "remind", self.article).succeeded == 1
        assert len(self.mails()) == 1

    def test_somebody_else_to_whom_it_is_given_then_may_be_reminded_at_once(self) -> None:
        self.started_job(self.editor, "remind", self.article)
        other = User.objects.create_user("autre", "autre@people.example", "a-long-enough-passphrase")
        other.groups.set(self.someone.groups.all())
        self.started_job(self.editor, "assign", self.article, assignee=other.pk)
        assert self.started_job(self.editor, "remind", self.article).succeeded == 1

    def test_a_button_that_was_pressed_twice_reminds_once(self) -> None:
        english = Locale.objects.get(language_code="en").pk
        both = [
            TranslationJob.objects.create(
                user=self.editor, action="remind", steps=[[self.article.pk, english]]
            )
            for _press in range(2)
        ]
        for job in both:
            run_job.call(job_id=job.pk)
        assert len(self.mails()) == 1

    def test_it_is_given_once_to_the_same_person(self) -> None:
        job = self.started_job(self.publisher, "assign", self.article, assignee=self.someone.pk)
        assert "Déjà confiée" in job.refused[0][2]
        assert not self.mails()
        assert self.given(self.article).assigned_by == self.editor

    def test_a_step_that_is_done_again_after_a_death_is_no_second_reminder_and_no_refusal(self) -> None:
        job = self.started_job(self.editor, "remind", self.article)
        TranslationJob.objects.filter(pk=job.pk).update(done=0, succeeded=0, finished_at=None)
        self.forget_mails()
        run_job.call(job_id=job.pk)
        job.refresh_from_db()
        assert (job.succeeded, job.refused) == (1, [])
        assert len(self.mails()) == 1
