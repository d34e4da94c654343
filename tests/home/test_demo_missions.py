"""The demo's missions as visitors of each language find them."""

from html import unescape

from django.test import TestCase
from django.urls import reverse
from django.utils.translation import override

from events.models import DelegationOutcome, TradeMissionPage
from tests.template_database.worlds import in_world


class DemoMissionTests(TestCase):
    """The demo is a template, and is read."""

    @classmethod
    def setUpClass(cls) -> None:
        cls.enterClassContext(in_world("demo"))
        super().setUpClass()

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
