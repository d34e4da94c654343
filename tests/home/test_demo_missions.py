"""The demo's missions as visitors of each language find them."""

from html import unescape

from django.test import TestCase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from events.models import AgendaPage, CallForApplications, DelegationOutcome, TradeMissionPage
from tests.template_database.worlds import in_world


class DemoMissionTests(TestCase):
    """The demo is a template, and is read."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.enterClassContext(in_world("demo"))
        super().setUpClass()

    def setUp(self) -> None:
        # The language of the last answer stays active otherwise, for the tests of other files, too.
        self.enterContext(override("fr"))

    def test_what_came_out_of_a_mission_is_read_in_every_language(self) -> None:
        outcome = DelegationOutcome.objects.select_related("call").get()
        missions = TradeMissionPage.objects.live().filter(translation_key=outcome.call.translation_key)
        assert {each.locale.language_code for each in missions} == {"fr", "en", "es", "ar"}
        for each in missions:
            language = each.locale.language_code
            with override(language):
                address = reverse("delegation_outcome", args=[each.translation_key])
            told = unescape(self.client.get(address).content.decode())
            assert outcome.text.text_for(language) in told
            assert each.title in told

    def test_readers_of_every_language_have_a_form_to_apply_with_here(self) -> None:
        for language in ("fr", "en", "es", "ar"):
            listing = AgendaPage.objects.get(only_missions=True, locale__language_code=language)
            board = unescape(self.client.get(listing.url_path).content.decode())
            calls = CallForApplications.objects.filter(is_cancelled=False, closes_at__gt=timezone.now())
            missions = TradeMissionPage.objects.filter(locale__language_code=language)
            mission = missions.filter(translation_key__in=calls.values("translation_key"))[0]
            assert mission.url_path in board, language
            form = f"/{language}/apply/{mission.translation_key}/"
            assert form in self.client.get(mission.url_path).content.decode(), language
            assert self.client.get(form).status_code == 200, language

    def test_a_mission_that_is_cancelled_says_why(self) -> None:
        call = CallForApplications.objects.get(is_cancelled=True)
        mission = TradeMissionPage.objects.get(translation_key=call.translation_key, live=True)
        assert call.cancelled_for.text_for("fr") in unescape(
            self.client.get(mission.url_path).content.decode()
        )
