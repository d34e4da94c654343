"""Template tags of the translation editor: the link to the review, and buttons that are not offered."""

import json
import re
from html import escape, unescape

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail_localize.models import Translation

from clusters.translation.glossary.matching import Glossary
from clusters.translation.review.segments import segments_of
from fedcms.users.models import User

register = template.Library()

PROPERTIES = re.compile(r'data-props="([^"]*)"')


@register.simple_tag
def translation_review_url(page: Page | None) -> str:
    """The path of the screen; "" for a page that is no translation. One query."""
    if page is None:
        return ""
    found = Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    ).values_list("pk", flat=True)
    key = found.first()
    return reverse("translation_review:show", args=[key]) if key else ""


@register.simple_tag
def texts_beside_glossary(translation: Translation) -> int:
    """In how many texts a translation does not follow the glossary. One query without terms, else three."""
    source, target = translation.source.locale.language_code, translation.target_locale.language_code
    glossary = Glossary.of_pair(source, target)
    if not glossary.terms:
        return 0
    return sum(bool(glossary.ignored(each.source, each.target)) for each in segments_of(translation))


FILES = {"image_chooser": get_image_model, "document_chooser": get_document_model}


def _file_of(segment: dict[str, object]) -> tuple[str, str] | None:
    """Chooser and key of the picture or file that a synchronised value of the editor shows; `None` for all else."""
    location = segment.get("location")
    widget = location.get("widget") if isinstance(location, dict) else None
    kind = widget.get("type") if isinstance(widget, dict) else ""
    if segment.get("type") != "synchronised_value" or kind not in FILES or not segment.get("value"):
        return None
    return str(kind), str(segment["value"])


def _choosable(user: User, files: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of some files that a person may choose. One question a kind, however many there are."""
    found: set[tuple[str, str]] = set()
    for kind in {kind for kind, _key in files}:
        policy = policy_registry.get_by_type(FILES[kind]())
        wanted = [key for each, key in files if each == kind and key.isdecimal()]
        rows = policy.instances_user_has_any_permission_for(user, ["choose"]).filter(pk__in=wanted)
        found |= {(kind, str(pk)) for pk in rows.values_list("pk", flat=True)}
    return found


@register.filter
def without_foreign_files(rendered: SafeString, user: User) -> SafeString:
    """Takes pictures and files that a person may not choose out of the editor, which fails over each of them.

    Of a file that is not to be chosen, the admin tells nothing.
    """

    def fit(found: re.Match[str]) -> str:
        props = json.loads(unescape(found[1]))
        files = [_file_of(each) for each in props["segments"]]
        choosable = _choosable(user, {file for file in files if file is not None})
        props["segments"] = [
            each
            for each, file in zip(props["segments"], files, strict=True)
            if file is None or file in choosable
        ]
        return f'data-props="{escape(json.dumps(props))}"'

    return mark_safe(PROPERTIES.sub(fit, rendered, count=1))  # noqa: S308  # rendered before, and escaped again


@register.simple_tag
def readable_source(translation: Translation, shown: dict[str, object], user: User) -> dict[str, object]:
    """The header's way to the original: its editor, or for who may not edit it where both stand side by side."""
    source = translation.source.get_source_instance()
    if source.permissions_for_user(user).can_edit():
        return shown
    return shown | {"editUrl": reverse("translation_review:show", args=[translation.pk])}


@register.simple_tag
def editable_translations(page: Page, user: User, shown: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Those of the header's other languages (name, address of the editor) that a person may open."""
    if not shown:
        return shown
    others = page.get_translations().select_related("locale").specific()
    openable = {
        reverse("wagtailadmin_pages:edit", args=[other.pk])
        for other in others
        if other.permissions_for_user(user).can_edit()
    }
    return [(name, address) for name, address in shown if address in openable]
