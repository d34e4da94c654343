"""The screen on which a translation is compared with its source before it is approved."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from clusters.translation.access.guards import signed_in_user, translation_for
from clusters.translation.review.comparison import compare
from clusters.translation.review.moderation import moderation_state
from fedcms.core.i18n.bidi import isolated
from fedcms.core.templatetags.core_tags import RIGHT_TO_LEFT


def _side(locale: Locale) -> dict[str, str]:
    code = locale.language_code
    return {"code": code, "dir": "rtl" if code in RIGHT_TO_LEFT else "ltr", "name": locale.get_display_name()}


def _enabled(request: HttpRequest, translation_id: int) -> tuple[Translation, Page]:
    translation, page = translation_for(signed_in_user(request), translation_id)
    if not translation.enabled:
        raise Http404
    return translation, page


def review(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Shows each text of the source with its changes, its translation now and before, and the buttons of a review."""
    translation, page = _enabled(request, translation_id)
    return render(
        request,
        "clusters/translation/review.html",
        {
            "translation": translation,
            "page": page,
            "comparison": compare(translation, page),
            "moderation": moderation_state(translation, page, signed_in_user(request)),
            "source": _side(translation.source.locale),
            "target": _side(translation.target_locale),
            "header_title": _("Relire « %(title)s »") % {"title": isolated(page.get_admin_display_title())},
        },
    )
