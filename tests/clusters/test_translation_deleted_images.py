"""When an image that a translator chose is deleted, it is said, and no text is lost."""

from wagtail.images.tests.utils import get_test_image_file
from wagtail_localize.models import SegmentOverride

from fedcms.media.models import FederationImage
from tests.clusters.translation_support import TranslationCase
from tests.factories import make_article, publish


class LostPicture(TranslationCase):
    """A translator chose a picture of their own, which was deleted since."""

    def setUp(self) -> None:
        self.page = make_article(self.north, title="Une année", summary="Des chiffres.")
        self.page.lead_image = self.picture()
        publish(self.page)
        self.translation = self.started(self.page)
        self.write_all(self.editor, self.translation)
        gone = FederationImage.objects.latest("pk").pk + 1
        segment = self.translation.source.overridablesegment_set.get(context__path="lead_image")
        SegmentOverride.objects.create(
            locale=self.translation.target_locale, context=segment.context, data_json=str(gone)
        )

    def picture(self) -> FederationImage:
        found: FederationImage = FederationImage.objects.create(
            title="Image", file=get_test_image_file("picture.png"), collection=self.north.collection
        )
        return found

    def test_it_is_said_when_the_draft_is_made(self) -> None:
        said = self.shown_messages(self.press(self.editor, self.translation, "submit"))
        assert "n’existent plus" in said
        assert not self.translated(self.page).workflow_in_progress

    def test_its_source_is_deleted_all_the_same_and_the_words_are_kept(self) -> None:
        self.page.delete()
        target = type(self.page).objects.get(locale__language_code="en", title__contains="Une")
        assert target.get_latest_revision_as_object().title == "EN Une année"
