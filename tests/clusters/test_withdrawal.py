"""Who withdraws a page is told of its translations, and takes them along or leaves them, knowingly."""

import re
from typing import TYPE_CHECKING

from django.urls import reverse
from lxml.html import fromstring
from wagtail.models import Locale, Page

from fedcms.users.models import User
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


def offered(response: "Answer") -> dict[str, bool]:
    """The keys of the pages that a confirmation would take along, and whether they are ticked."""
    form = re.search(
        r'<form[^>]*method="POST".*?</form>', response.content.decode(), re.DOTALL | re.IGNORECASE
    )
    assert form is not None
    found = re.findall(r'name="with_translations" value="(\d+)"( checked)?', form[0])
    return {key: bool(ticked) for key, ticked in found}


class WithdrawalCase(TranslationCase):
    """An article in French, with its English translation; both public."""

    def setUp(self) -> None:
        self.page = make_article(self.north, title="Une année de mesures")
        translation = self.started(self.page)
        self.write_all(self.editor, translation)
        self.press(self.editor, translation, "submit")
        self.press(self.publisher, translation, "approve")
        self.target = self.translated(self.page)
        assert self.target.live

    def address(self, action: str, page: Page, bulk: bool) -> str:
        """Where an action is confirmed."""
        if bulk:
            return f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', action])}?id={page.pk}"
        return reverse(f"wagtailadmin_pages:{action}", args=[page.pk])

    def live(self, page: Page) -> bool | None:
        """Whether a page is live; `None` when it is gone."""
        live: bool | None = Page.objects.filter(pk=page.pk).values_list("live", flat=True).first()
        return live


class Withdrawing(WithdrawalCase):
    def test_every_confirmation_names_the_translation_and_offers_it_ticked(self) -> None:
        self.client.force_login(self.publisher)
        for action in ("unpublish", "delete"):
            for bulk in (False, True):
                response = self.client.get(self.address(action, self.page, bulk))
                self.assertContains(response, "EN Une année de mesures")
                if not bulk:
                    (title,) = fromstring(response.content.decode()).xpath("//header//h1")
                    assert "Une année de mesures" in title.text_content()
                assert offered(response) == {str(self.target.pk): True}, (action, bulk)

    def test_what_is_ticked_goes_along(self) -> None:
        self.client.force_login(self.publisher)
        for bulk in (False, True):
            Page.objects.filter(pk__in=[self.page.pk, self.target.pk]).update(live=True)
            response = self.client.post(
                self.address("unpublish", self.page, bulk), {"with_translations": [self.target.pk]}
            )
            assert (self.live(self.page), self.live(self.target)) == (False, False)
            assert "EN Une année de mesures" in self.shown_messages(response)

    def test_what_is_not_ticked_stays_public(self) -> None:
        self.client.force_login(self.publisher)
        self.client.post(self.address("unpublish", self.page, bulk=False))
        assert (self.live(self.page), self.live(self.target)) == (False, True)
        assert self.client_class().get(self.target.get_url()).status_code == 200

    def test_a_deleted_page_takes_its_translation_along_or_leaves_it(self) -> None:
        self.client.force_login(self.publisher)
        self.client.post(
            self.address("delete", self.page, bulk=True), {"with_translations": [self.target.pk]}
        )
        assert (self.live(self.page), self.live(self.target)) == (None, None)
        self.setUp()
        self.client.force_login(self.publisher)
        self.client.post(self.address("delete", self.page, bulk=False))
        assert (self.live(self.page), self.live(self.target)) == (None, True)
        self.setUp()
        self.client.force_login(self.publisher)
        self.client.post(
            self.address("delete", self.page, bulk=False), {"with_translations": [self.target.pk]}
        )
        assert (self.live(self.page), self.live(self.target)) == (None, None)

    def test_a_translation_that_is_withdrawn_offers_its_source_but_does_not_propose_it(self) -> None:
        self.client.force_login(self.publisher)
        response = self.client.get(self.address("unpublish", self.target, bulk=False))
        assert offered(response) == {str(self.page.pk): False}

    def test_nothing_is_asked_where_there_is_no_other_language(self) -> None:
        self.client.force_login(self.publisher)
        alone = make_article(self.north)
        assert offered(self.client.get(self.address("unpublish", alone, bulk=False))) == {}
        self.target.unpublish()
        assert offered(self.client.get(self.address("unpublish", self.page, bulk=False))) == {}

    def test_no_other_page_is_taken_along(self) -> None:
        other = make_article(self.north)
        self.client.force_login(self.publisher)
        self.client.post(self.address("unpublish", self.page, bulk=False), {"with_translations": [other.pk]})
        assert self.live(other)

    def test_who_may_not_withdraw_the_translation_reads_that_it_stays(self) -> None:
        """A publisher of one language alone: the page rights are those of the French section."""
        person = User.objects.create_user(
            "only-french", "only-french@people.example", "a-long-enough-passphrase"
        )
        person.groups.add(self.north.publishers_group)
        english = Locale.objects.get(language_code="en")
        self.north.publishers_group.page_permissions.filter(page__locale=english).delete()
        self.client.force_login(person)
        response = self.client.get(self.address("unpublish", self.page, bulk=False))
        self.assertContains(response, "EN Une année de mesures")
        self.assertContains(response, "elle reste")
        assert offered(response) == {}
        self.client.post(
            self.address("unpublish", self.page, bulk=False), {"with_translations": [self.target.pk]}
        )
        assert (self.live(self.page), self.live(self.target)) == (False, True)
