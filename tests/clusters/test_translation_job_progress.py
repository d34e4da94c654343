"""The progress of jobs, shown to who started them; errors in the form lose nothing."""

import re
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale

from clusters.translation.jobs.progress import JOBS_A_PAGE
from clusters.translation.jobs.pruning import prune_jobs
from clusters.translation.models import TranslationJob
from tests.clusters.job_support import START, WorkCase

REPORT = "wagtail_localize:translations_report"
JOBS = "translation_work:jobs"


class Accounts(WorkCase):
    """What somebody finds again of what they started."""

    def job(self, **values: object) -> TranslationJob:
        """A job of the editor on the article and a page that is gone."""
        english = Locale.objects.get(language_code="en").pk
        steps = [[self.article.pk, english], [self.second.pk, english]]
        return TranslationJob.objects.create(user=self.editor, action="translate", steps=steps, **values)

    def test_what_is_to_know_of_what_was_done_is_told(self) -> None:
        """The Spanish one follows the words of then; who translates into English alone may not renew them for it."""
        self.started(self.article, "es")
        self.change(title="Autre titre")
        someone = self.translator()
        job = self.started_job(someone, "translate", self.article)
        assert (job.succeeded, len(job.notes)) == (1, 1)
        self.client.force_login(someone)
        told = self.client.get(reverse("translation_work:job", args=[job.pk])).content.decode()
        assert "commence par le texte d’avant" in told

    def page(self, name: str, *args: int, **query: str) -> str:
        """What the editor reads, signed in on another device."""
        device = Client()
        device.force_login(self.editor)
        return device.get(reverse(name, args=args), query).content.decode()

    def test_a_work_that_goes_on_is_found_by_its_person_in_whatever_session(self) -> None:
        job = self.job(done=1, succeeded=1)
        assert reverse(JOBS) in self.page(REPORT)
        after = self.page(REPORT, summary="1")
        assert reverse("translation_work:job", args=[job.pk]) in after
        assert "1 sur 2" in after

    def test_the_list_has_what_ended_too_and_nobody_elses(self) -> None:
        self.job(done=2, succeeded=1, refused=[["Titre", "English", "Raison"]], finished_at=timezone.now())
        other = TranslationJob.objects.create(user=self.publisher, action="remind")
        page = self.page(JOBS)
        assert "Terminé : 1 traduction faite, 1 non faite." in page
        assert reverse("translation_work:job", args=[other.pk]) not in page

    def test_the_list_is_shown_by_the_page(self) -> None:
        for _each in range(JOBS_A_PAGE + 1):
            self.job()
        links = re.findall(r'href="/admin/translation-work/\d+/"', self.page(JOBS))
        assert len(links) == JOBS_A_PAGE

    def test_a_work_says_what_was_done_with_a_link_and_what_was_not_with_the_reason(self) -> None:
        english = Locale.objects.get(language_code="en").pk
        self.started_job(self.editor, "translate", self.article)
        job = self.job(
            done=2,
            succeeded=1,
            refused=[["Second", "English", "Elle est verrouillée.", self.second.pk, english]],
            finished_at=timezone.now(),
        )
        page = self.page("translation_work:job", job.pk)
        there = self.translated(self.article)
        assert reverse("wagtailadmin_pages:edit", args=[there.pk]) in page
        assert page.count("Elle est verrouillée.") == 1
        rows = re.findall(r"<tr>.*?</tr>", page, re.DOTALL)[-2:]
        assert ["Non fait" in row for row in rows] == [True, False]
        assert "Titre" in rows[1]

    def test_a_page_that_is_gone_is_told_so(self) -> None:
        job = self.job(done=2, succeeded=2, finished_at=timezone.now())
        self.second.delete()
        assert "Page supprimée" in self.page("translation_work:job", job.pk)

    def test_a_work_that_was_given_up_is_told_as_stopped_and_is_not_under_way(self) -> None:
        job = self.job(done=1, succeeded=1, heard_at=timezone.now() - timedelta(days=2))
        assert "Arrêté à 1 sur 2 depuis le" in self.page(JOBS)
        assert reverse("translation_work:job", args=[job.pk]) not in self.page(REPORT, summary="1")

    def test_works_are_forgotten_after_their_days(self) -> None:
        old = timezone.now() - timedelta(days=91)
        kept = self.job(created_at=timezone.now() - timedelta(days=89), finished_at=timezone.now())
        self.job(created_at=old, finished_at=old)
        self.job(created_at=old)
        assert prune_jobs() == 2
        assert list(TranslationJob.objects.all()) == [kept]


class Refused(WorkCase):
    """A form with something wrong comes back with all that was chosen, and says it where it is wrong."""

    def post(self, **data: object) -> str:
        """What the editor reads after "start"."""
        self.client.force_login(self.editor)
        return self.client.post(f"{reverse(START)}?q=Second", data).content.decode()

    def test_the_ticked_page_the_action_and_the_filters_are_kept_without_a_language(self) -> None:
        page = self.post(action="update", pages=[self.second.pk])
        assert re.search(rf'name="pages" value="{self.second.pk}"[^>]* checked', page)
        assert re.search(r'<option value="update"\s+selected', page)
        assert f'name="pages" value="{self.article.pk}"' not in page, "the filter is kept"
        place = page.index('id="tr-work"')
        assert "Choisissez au moins une langue." in page[place:]
        assert not TranslationJob.objects.exists()

    def test_the_languages_are_kept_without_a_page(self) -> None:
        page = self.post(action="translate", languages=["es", "ar"], by_machine="on")
        place = page.index('id="tr-work"')
        assert "Cochez au moins une page dans la liste." in page[place:]
        for code in ("es", "ar"):
            assert re.search(rf'name="languages" value="{code}"[^>]* checked', page)
        assert not re.search(r'name="languages" value="en"[^>]* checked', page)
        assert re.search(r'name="by_machine"[^>]* checked', page)

    def test_a_selection_of_which_nothing_is_concerned_is_kept(self) -> None:
        page = self.post(action="update", languages=["en"], pages=[self.second.pk])
        assert re.search(rf'name="pages" value="{self.second.pk}"[^>]* checked', page)
        assert "aucune de ces traductions" in page[page.index('id="tr-work"') :]

    def test_the_choice_of_a_person_keeps_selection_and_filters(self) -> None:
        page = self.post(action="assign", languages=["en", "es"], pages=[self.second.pk], assignee="")
        assert "Choisissez la personne" in page
        assert f'action="{reverse(START)}?q=Second"' in page
        assert page.count('name="languages"') == 2
        assert f'name="pages" value="{self.second.pk}"' in page

    def test_who_comes_back_to_the_address_is_led_to_the_report(self) -> None:
        self.client.force_login(self.editor)
        answer = self.client.get(f"{reverse(START)}?q=Second")
        assert answer["Location"] == f"{reverse(REPORT)}?q=Second"
