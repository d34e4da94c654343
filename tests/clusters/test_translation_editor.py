"""wagtail-localize's editor: what it asks of the database, and where its header leads."""

import json
import re
from html import escape, unescape

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from wagtail.images.tests.utils import get_test_image_file

from clusters.models import Cluster
from clusters.templatetags.review_tags import without_foreign_files
from fedcms.media.models import FederationImage
from fedcms.users.models import User
from tests.clusters.localize_support import TranslationCase
from tests.factories import make_article
from tests.factories.people import make_translator


class Pictures(TranslationCase):
    def picture(self, cluster: Cluster) -> FederationImage:
        found: FederationImage = FederationImage.objects.create(
            title="Image", file=get_test_image_file(), collection=cluster.collection
        )
        return found

    def markup(self, pictures: list[FederationImage]) -> SafeString:
        segments: list[dict[str, object]] = [{"type": "string", "value": "Titre", "location": {}}]
        segments += [
            {
                "type": "synchronised_value",
                "value": picture.pk,
                "location": {"widget": {"type": "image_chooser"}},
            }
            for picture in pictures
        ]
        props = escape(json.dumps({"segments": segments}))
        return mark_safe(f'<div data-props="{props}"></div>')

    def shown(self, user: User, pictures: list[FederationImage]) -> tuple[list[object], int]:
        """The pictures that stay in the editor, and how many questions that took."""
        user = User.objects.get(pk=user.pk)
        with CaptureQueriesContext(connection) as queries:
            html = without_foreign_files(self.markup(pictures), user)
        found = re.search('data-props="([^"]*)"', html)
        assert found
        segments = json.loads(unescape(found[1]))["segments"]
        assert segments[0]["value"] == "Titre"
        return [each["value"] for each in segments[1:]], len(queries)

    def test_of_many_pictures_it_is_asked_once_which_may_be_chosen(self) -> None:
        ours, theirs = [self.picture(self.north) for _n in range(4)], self.picture(self.south)
        one, few = self.shown(self.editor, ours[:1])
        all_of_ours, many = self.shown(self.editor, [*ours, theirs])
        assert one == [ours[0].pk]
        assert all_of_ours == [picture.pk for picture in ours], "theirs is not told of"
        assert many == few


class Header(TranslationCase):
    def setUp(self) -> None:
        self.page = make_article(self.north)
        self.translation = self.started(self.page, "ar")
        self.started(self.page, "en")

    def opened(self, user: User) -> str:
        html = self.open_editor(user, self.translated(self.page, "ar")).content.decode()
        return html[html.index("header-meta--locales") :].partition("</header>")[0]

    def test_a_translator_s_way_to_the_original_is_one_that_they_may_go(self) -> None:
        translator = make_translator("samira", "ar", self.north)
        html = self.opened(translator)
        assert reverse("wagtailadmin_pages:edit", args=[self.page.pk]) not in html
        english = self.translated(self.page, "en")
        assert reverse("wagtailadmin_pages:edit", args=[english.pk]) not in html
        reading = reverse("translation_review:show", args=[self.translation.pk])
        assert reading in html
        assert self.client.get(reading).status_code == 200

    def test_the_team_s_way_leads_to_the_editors(self) -> None:
        html = self.opened(self.editor)
        assert reverse("wagtailadmin_pages:edit", args=[self.page.pk]) in html
        assert reverse("wagtailadmin_pages:edit", args=[self.translated(self.page, "en").pk]) in html
