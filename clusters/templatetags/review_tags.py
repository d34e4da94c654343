"""Template tags around wagtail-localize's editor: the way to the review, and what of the editor is not the person's."""

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

from clusters.localize.comparison import segments_of
from clusters.localize.glossary import Glossary
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


def _may_choose(user: User, segment: dict[str, object]) -> bool:
    """Whether the editor can show a synchronised value: of a file that is not to be chosen, the admin tells nothing."""
    location = segment.get("location")
    widget = location.get("widget") if isinstance(location, dict) else None
    kind = widget.get("type") if isinstance(widget, dict) else ""
    models = {"image_chooser": get_image_model, "document_chooser": get_document_model}
    if segment.get("type") != "synchronised_value" or kind not in models or not segment.get("value"):
        return True
    model = models[str(kind)]()
    file = model._default_manager.filter(pk=segment["value"]).first()
    policy = policy_registry.get_by_type(model)
    return file is not None and bool(policy.user_has_permission_for_instance(user, "choose", file))


@register.filter
def without_foreign_files(rendered: SafeString, user: User) -> SafeString:
    """Takes pictures and files that a person may not choose out of the editor, which fails over each of them."""

    def fit(found: re.Match[str]) -> str:
        props = json.loads(unescape(found[1]))
        props["segments"] = [each for each in props["segments"] if _may_choose(user, each)]
        return f'data-props="{escape(json.dumps(props))}"'

    return mark_safe(PROPERTIES.sub(fit, rendered, count=1))  # noqa: S308  # rendered before, and escaped again
