"""What the tests of translation share: two clusters, their people, and the verbs of a person in the admin."""

from typing import TYPE_CHECKING, ClassVar

from django.test import TestCase
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation

from clusters.models import Cluster, ContentPage
from fedcms.users.models import User
from tests.clusters.answers import shown_messages
from tests.template_database.worlds import in_world

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer


class TranslationCase(TestCase):
    """Two clusters with an editor and a publisher each, in a test database that has them from its template."""

    north: ClassVar[Cluster]
    south: ClassVar[Cluster]
    editor: ClassVar[User]
    publisher: ClassVar[User]
    stranger: ClassVar[User]
    strange_publisher: ClassVar[User]
    root: ClassVar[User]

    @classmethod
    def setUpClass(cls) -> None:
        cls.enterClassContext(in_world("two_clusters"))
        super().setUpClass()

    @classmethod
    def setUpTestData(cls) -> None:
        cls.north, cls.south = (Cluster.objects.get(slug=slug) for slug in ("nord", "sud"))
        cls.editor, cls.publisher, cls.stranger, cls.strange_publisher, cls.root = (
            User.objects.get(username=name)
            for name in ("editor", "publisher", "stranger", "strange-publisher", "root")
        )

    def shown_messages(self, response: "Answer") -> str:
        """The messages that the person will read."""
        return shown_messages(response)

    def ask_translation(self, user: User, page: Page, *codes: str, **more: str) -> "Answer":
        """Posts wagtail-localize's "translate this page"."""
        self.client.force_login(user)
        locales = [Locale.objects.get(language_code=code).pk for code in codes]
        url = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
        return self.client.post(url, {"locales": locales, **more})

    def translation_of(self, page: Page, code: str = "en") -> Translation:
        """The row that ties a page to its translation."""
        return Translation.objects.get(
            source__object_id=page.translation_key, target_locale__language_code=code
        )

    def translated(self, page: Page, code: str = "en") -> ContentPage:
        """The translated page as it is stored."""
        found: ContentPage = Page.objects.get(
            translation_key=page.translation_key, locale__language_code=code
        ).specific
        return found

    def started(self, page: Page, code: str = "en") -> Translation:
        """A translation that the editor asked for."""
        self.ask_translation(self.editor, page, code)
        return self.translation_of(page, code)

    def url_of(self, translation: Translation, name: str) -> str:
        """The address of one of the moderation bar's buttons."""
        return reverse(f"translation_moderation:{name}", args=[translation.pk])

    def write(self, user: User, translation: Translation, path: str, text: str) -> "Answer":
        """Saves one string as the editor's script does."""
        self.client.force_login(user)
        segment = translation.source.stringsegment_set.get(context__path=path)
        url = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
        return self.client.put(url, f"value={text}", content_type="application/x-www-form-urlencoded")

    def write_all(self, user: User, translation: Translation, prefix: str = "EN ") -> None:
        """Translates every string by putting `prefix` before it."""
        for segment in translation.source.stringsegment_set.select_related("string", "context"):
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=translation.target_locale,
                context=segment.context,
                defaults={"data": f"{prefix}{segment.string.data}", "last_translated_by": user},
            )

    def press(self, user: User, translation: Translation, name: str, **data: str) -> "Answer":
        """Presses one of the moderation bar's buttons; who approves saw what is submitted, unless `data` says other."""
        self.client.force_login(user)
        if name == "approve" and "revision" not in data:
            state = self._target_of(translation).current_workflow_task_state
            data["revision"] = str(state.revision_id) if state else ""
        return self.client.post(self.url_of(translation, name), data)

    def _target_of(self, translation: Translation) -> Page:
        """The translated page of a translation."""
        return Page.objects.get(
            translation_key=translation.source.object_id, locale_id=translation.target_locale_id
        ).specific

    def open_editor(self, user: User, page: Page) -> "Answer":
        """Opens a page in the admin."""
        self.client.force_login(user)
        return self.client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
