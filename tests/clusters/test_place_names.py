"""A translation has its own name of a place, or its original's, marked; and never the name of another place."""

from django.apps import apps
from wagtail_localize.models import StringSegment, Translation

from clusters.models import ContentPage
from clusters.translation.drafts.save_on_unlink import save_translated_words
from clusters.translation.state.freshness import recomputed_state, stored_state
from clusters.translation.texts.place_segments import offer_place_names
from events.models import TradeMissionPage
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article, make_mission, publish


class PlaceNames(TranslationCase):
    def setUp(self) -> None:
        self.mission = make_mission(self.north, title="Mission", destination_city="Dakar", programme=[])
        self.translation = self.started(self.mission, "ar")

    def write_and_publish(self, **places: str) -> ContentPage:
        """Translates all texts but names of places, and these as told; submits and approves."""
        self.write_all(self.editor, self.translation, "ع ")
        for path in ("destination_city", "dateline_place"):
            self.forget(self.translation, path)
        for path, name in places.items():
            self.write(self.editor, self.translation, path, name)
        self.press(self.editor, self.translation, "submit")
        self.press(self.publisher, self.translation, "approve")
        found = self.translated(self.mission, "ar")
        assert found.live
        return found

    def forget(self, translation: Translation, path: str) -> None:
        """Deletes the translation of a text."""
        for segment in translation.source.stringsegment_set.filter(context__path=path):
            segment.string.translations.filter(context=segment.context).delete()

    def move(self, city: str) -> TradeMissionPage:
        """Publishes the original with another city; returns the translation."""
        mission = TradeMissionPage.objects.get(pk=self.mission.pk)
        mission.destination_city = city
        publish(mission)
        found = self.translated(self.mission, "ar")
        assert isinstance(found, TradeMissionPage)
        return found

    def test_a_translators_name_is_the_pages_own(self) -> None:
        page = self.write_and_publish(destination_city="دكار")
        assert (page.destination_city, page.dateline_place, page.dateline_language) == ("دكار", "دكار", "")
        html = self.client_class().get(page.get_url()).content.decode()
        assert "<bdi>دكار</bdi>" in html
        assert "Dakar" not in html

    def test_without_one_the_page_is_published_with_the_originals_which_is_marked(self) -> None:
        page = self.write_and_publish()
        assert (page.destination_city, page.dateline_language) == ("Dakar", "fr")
        self.assertContains(self.client_class().get(page.get_url()), '<bdi lang="fr">Dakar</bdi>')
        assert stored_state(page, page.locale) == recomputed_state(page, page.locale)
        assert stored_state(page, page.locale).changed == 0, "no translation waits for the name of a place"
        self.assertContains(self.open_editor(self.editor, page), "la page a le nom de l’original")

    def test_a_name_is_not_kept_for_another_place(self) -> None:
        self.write_and_publish(destination_city="دكار")
        page = self.move("Tunis")
        assert (page.destination_city, page.dateline_place, page.dateline_language) == (
            "Tunis",
            "Tunis",
            "fr",
        )
        assert page.get_latest_revision_as_object().destination_city == "Tunis"
        self.client.force_login(self.publisher)
        self.client.post(f"/admin/localize/update/{self.translation.source_id}/", {})
        self.write(self.editor, self.translation, "destination_city", "تونس")
        self.press(self.editor, self.translation, "submit")
        assert self.translated(self.mission, "ar").destination_city == "Tunis", "nobody has approved it"
        assert self.move("Tunis").destination_city == "Tunis", (
            "a publication of the original approves nothing"
        )
        self.press(self.publisher, self.translation, "approve")
        assert self.move("Tunis").destination_city == "تونس", "it stays when the original is published again"

    def test_its_name_comes_back_with_the_place(self) -> None:
        self.write_and_publish(destination_city="دكار")
        self.move("Tunis")
        assert self.move("Paris").destination_city == "Paris"
        page = self.move("Dakar")
        assert (page.destination_city, page.dateline_place, page.dateline_language) == ("دكار", "دكار", "")

    def test_a_draft_from_before_keeps_what_is_noted_of_its_names(self) -> None:
        page = self.write_and_publish()
        revision = page.get_latest_revision()
        del revision.content["source_places"]
        revision.save(update_fields=["content"])
        revision.publish()
        page = self.translated(self.mission, "ar")
        assert (page.destination_city, page.dateline_language) == ("Dakar", "fr")

    def test_a_translation_that_is_stopped_does_not_take_the_name_of_the_place_before(self) -> None:
        self.write_and_publish(destination_city="دكار")
        self.move("Tunis")
        self.client.force_login(self.publisher)
        self.client.post(f"/admin/localize/update/{self.translation.source_id}/", {})
        self.write(self.editor, self.translation, "title", "بعثة")
        save_translated_words(self.translation, self.editor)
        draft = self.translated(self.mission, "ar").get_latest_revision_as_object()
        assert (draft.title, draft.destination_city) == ("بعثة", "Tunis")

    def test_what_was_the_same_everywhere_stays_and_is_offered_to_translators(self) -> None:
        """What the migration does with pages from before."""
        page = self.write_and_publish()
        TradeMissionPage.objects.filter(pk=page.pk).update(source_places={}, dateline_language="")
        StringSegment.objects.filter(context__path="destination_city").delete()
        offer_place_names(apps, TradeMissionPage, ["destination_city"], "destination_city")
        page = self.translated(self.mission, "ar")
        assert (page.destination_city, page.dateline_language) == ("Dakar", "fr")
        assert self.translation.source.stringsegment_set.get(
            context__path="destination_city"
        ).string.data == ("Dakar")
        self.write(self.editor, self.translation, "destination_city", "دكار")
        self.press(self.editor, self.translation, "submit")
        self.press(self.publisher, self.translation, "approve")
        assert self.move("Dakar").destination_city == "دكار"

    def test_the_place_of_a_date_line_is_translated_as_well(self) -> None:
        article = make_article(self.north, dateline_place="Lille")
        self.mission, self.translation = article, self.started(article, "ar")
        assert self.write_and_publish(dateline_place="ليل").dateline_place == "ليل"
