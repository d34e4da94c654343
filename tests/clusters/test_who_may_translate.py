"""Who may write a translation, and who is told that they may not: by language, by place, by what is there."""

from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from clusters.translation.access.guards import may_translate_into
from events.models import AgendaPage, EventPage
from fedcms.users.models import User
from news.models import ArticlePage
from tests.clusters.job_support import WorkCase
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article
from tests.factories.content import parent_for, section_of
from tests.factories.people import make_translator

REFUSED = "ne peut pas traduire cette page dans cette langue"


def locale(code: str) -> Locale:
    """A language of the site."""
    return Locale.objects.get(language_code=code)


class OneLanguage(WorkCase):
    """The team of the north may write in every language but English."""

    def setUp(self) -> None:
        super().setUp()
        GroupPagePermission.objects.filter(
            group__in=[self.north.editors_group, self.north.publishers_group], page__locale=locale("en")
        ).delete()

    def test_who_does_not_write_in_a_language_is_offered_no_translation_into_it(self) -> None:
        assert self.ask_translation(self.editor, self.article, "en").status_code == 200  # the form again
        assert not Translation.objects.exists()
        self.ask_translation(self.editor, self.article, "es")
        assert not self.translated(self.article, "es").live

    def test_they_are_given_none_either(self) -> None:
        job = self.started_job(self.publisher, "assign", self.article, assignee=self.editor.pk)
        assert job.succeeded == 0
        assert REFUSED in job.refused[0][2]
        job = self.started_job(
            self.publisher, "assign", self.article, assignee=self.editor.pk, languages=["es"]
        )
        assert job.succeeded == 1

    def test_a_translator_of_that_language_is_given_it(self) -> None:
        person = make_translator("mary", "en", self.north)
        job = self.started_job(self.publisher, "assign", self.article, assignee=person.pk)
        assert job.succeeded == 1


class Parents(WorkCase):
    def test_a_page_whose_parent_is_in_no_other_language_is_given_to_nobody_of_the_team(self) -> None:
        parent_for(ArticlePage, self.north, "en").delete()
        job = self.started_job(self.publisher, "assign", self.article, assignee=self.editor.pk)
        assert REFUSED in job.refused[0][2]

    def test_an_event_among_the_missions_is_not_translated_there(self) -> None:
        """It stands there from before it was refused; in the list of missions it would never be shown."""
        missions = AgendaPage.objects.child_of(section_of(None)).get(only_missions=True)
        event = EventPage(
            title="Un salon", slug="salon", summary="x", starts_on=timezone.localdate(), venue_city="Lille"
        )
        event.locale = missions.locale
        missions.add_child(instance=event)
        assert self.ask_translation(self.root, event, "en").status_code == 200  # the form again
        assert not Page.objects.filter(translation_key=event.translation_key, locale=locale("en")).exists()


class Structure(TranslationCase):
    def test_a_page_of_structure_is_translated_by_nobody_even_if_a_row_says_so(self) -> None:
        listing = parent_for(ArticlePage, self.north)
        source, _made = TranslationSource.update_or_create_from_instance(listing)
        Translation.objects.create(source=source, target_locale=locale("en"))
        assert not may_translate_into(self.editor, listing, locale("en"))
        assert not may_translate_into(self.root, listing, locale("en"))


class Gone(TranslationCase):
    """A translation that has no page: the draft could not be written, or was deleted past the admin."""

    def setUp(self) -> None:
        source = self.started(make_article(self.north)).source
        self.translation = Translation.objects.create(source=source, target_locale=locale("es"))
        self.client.force_login(self.editor)

    def test_what_is_written_into_it_is_not_found(self) -> None:
        assert self.write(self.editor, self.translation, "title", "A").status_code == 404

    def test_its_files_and_buttons_are_not_found(self) -> None:
        url = reverse("wagtail_localize:download_pofile", args=[self.translation.pk])
        assert self.client.get(url).status_code == 404
        assert self.client.post(self.url_of(self.translation, "submit")).status_code == 404


class ClosedAccounts(TranslationCase):
    def test_whose_account_is_closed_may_translate_nothing(self) -> None:
        begun, other = make_article(self.north), make_article(self.north)
        self.started(begun, "ar")
        people = [self.editor, self.publisher, self.root, make_translator("samira", "ar", self.north)]
        for name in [person.username for person in people]:
            for page in (begun, other):
                with self.subTest(name, page=page.title):
                    assert may_translate_into(User.objects.get(username=name), page, locale("ar"))
                    User.objects.filter(username=name).update(is_active=False)
                    assert not may_translate_into(User.objects.get(username=name), page, locale("ar"))
                    User.objects.filter(username=name).update(is_active=True)
