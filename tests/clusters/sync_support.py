"""What tests of safe sync share: the verbs of a person who stops a translation and begins it again."""

import json
from typing import Any

from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from tests.clusters.translation_support import TranslationCase
from tests.factories import publish


def paragraph(page: Page, html: str, block_id: str) -> None:
    """Gives a page a body of one block and publishes it."""
    page.body = json.dumps([{"type": "paragraph", "value": html, "id": block_id}])
    publish(page)


class SyncCase(TranslationCase):
    """The verbs of a person who stops a translation and begins it again."""

    def stop(self, translation: Translation) -> None:
        self.client.force_login(self.publisher)
        self.client.post(reverse("wagtail_localize:stop_translation", args=[translation.pk]))
        translation.refresh_from_db()
        assert not translation.enabled

    def restart(self, page: Page, **more: str) -> Any:
        self.client.force_login(self.publisher)
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        return self.client.post(url, {"localize-restart-translation": "1", **more})

    def update(self, page: Page) -> None:
        source = self.translation_of(page).source
        self.client.force_login(self.publisher)
        self.client.post(reverse("wagtail_localize:update_translations", args=[source.pk]), {})

    def words(self, page: Page, code: str = "en") -> str:
        """What the newest draft of a translation says."""
        found = self.translated(page, code).get_latest_revision_as_object()
        return f"{found.title} | {found.summary} | {found.search_text()}"

    def said_in(self, translation: Translation, path: str) -> str | None:
        """The translation of the text that stands at a place now."""
        segment = translation.source.stringsegment_set.get(context__path=path)
        row = StringTranslation.objects.filter(
            translation_of=segment.string, context=segment.context, locale=translation.target_locale
        ).first()
        return row.data if row else None
