"""A translator is offered no screen that refuses them, and each screen that is said to be theirs answers."""

import re
from html import unescape

from django.urls import NoReverseMatch, reverse
from wagtail.models import Page

from clusters.admin_guard import TRANSLATOR_VIEWS
from fedcms.users.models import User
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article
from tests.factories.people import make_translator

SCREENS = re.compile(r'(?:href|data-url|data-dialog-url-value)="(/admin/(?!logout)[^"#]*)"')


class Doors(TranslationCase):
    translator: User
    target: Page

    @classmethod
    def setUpTestData(cls) -> None:
        super().setUpTestData()
        cls.translator = make_translator("samira", "ar", cls.north)

    def setUp(self) -> None:
        page = make_article(self.north)
        self.translation = self.started(page, "ar")
        self.write_all(self.translator, self.translation, "ع ")
        self.press(self.translator, self.translation, "submit")
        self.target = self.translated(page, "ar")

    def address(self, name: str) -> str:
        """Where a screen of the page is."""
        state = self.target.current_workflow_state
        for arguments in ([self.target.pk], [self.target.pk, state.pk]):
            try:
                return reverse(name, args=arguments)
            except NoReverseMatch:
                continue
        return reverse(name, args=[self.target.pk, self.target.latest_revision_id])

    def test_each_screen_that_is_theirs_answers(self) -> None:
        self.client.force_login(self.translator)
        assert TRANSLATOR_VIEWS
        for name in sorted(TRANSLATOR_VIEWS):
            with self.subTest(name):
                assert self.client.get(self.address(name)).status_code == 200

    def offered(self, user: User) -> set[str]:
        """The screens to which the editor leads a person."""
        html = self.open_editor(user, self.target).content.decode()
        return {unescape(found) for found in SCREENS.findall(html)}

    def test_the_editor_leads_a_translator_to_no_screen_that_refuses_them(self) -> None:
        offered = self.offered(self.translator)
        assert offered
        for address in sorted(offered):
            with self.subTest(address):
                assert self.client.get(address).status_code == 200

    def test_a_team_keeps_its_ways(self) -> None:
        self.press(self.publisher, self.translation, "approve")
        offered = self.offered(self.editor)
        for name in ("history", "usage"):
            address = reverse(f"wagtailadmin_pages:{name}", args=[self.target.pk])
            assert address in offered
            assert self.client.get(address).status_code == 200

    def test_what_the_teams_do_is_no_translator_s_to_read(self) -> None:
        reports = ("site_history", "site_history_results", "aging_pages", "workflow")
        for user, may in ((self.translator, False), (self.editor, True)):
            self.client.force_login(user)
            for name in reports:
                with self.subTest(name, user=user):
                    answer = self.client.get(reverse(f"wagtailadmin_reports:{name}"))
                    if may:
                        assert answer.status_code == 200
                    else:
                        self.assertRedirects(
                            answer, reverse("wagtailadmin_home"), fetch_redirect_response=False
                        )
        self.client.force_login(self.translator)
        assert self.client.get(reverse("wagtail_localize:translations_report")).status_code == 200
