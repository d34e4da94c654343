"""Translations that are ready to be published."""

from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.operations import translate_object

from clusters.models import ContentPage
from clusters.translation.drafts.building import write_draft
from clusters.translation.review.moderation import submit
from fedcms.users.models import User


def translated(page: Page, publisher: User, code: str = "en") -> ContentPage:
    """The page in another language, ready: every text translated, submitted and approved."""
    locale = Locale.objects.get(language_code=code)
    translate_object(page.specific, [locale], user=publisher)
    translation = Translation.objects.get(source__object_id=page.translation_key, target_locale=locale)
    for segment in translation.source.stringsegment_set.select_related("string", "context"):
        text = segment.string.data
        StringTranslation.objects.create(
            translation_of=segment.string,
            locale=locale,
            context=segment.context,
            data=text if "<" in text else f"{text}-{code}",
            last_translated_by=publisher,
        )
    write_draft(translation, publisher)
    submit(translation, publisher)
    target: ContentPage = page.get_translation(locale).specific
    client = Client()
    client.force_login(publisher)
    client.post(
        reverse("translation_moderation:approve", args=[translation.pk]),
        {"revision": str(target.current_workflow_task_state.revision_id)},
    )
    return type(target).objects.get(pk=target.pk)  # type: ignore[no-any-return]  # Wagtail is untyped
