"""The view that compares a translation with its source before approval; glossary terms of its texts."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation

from clusters.translation.access.guards import signed_in_user, translation_for
from clusters.translation.glossary.matching import Glossary, Term
from clusters.translation.review.comparison import compare
from clusters.translation.review.moderation import moderation_state
from clusters.translation.review.segments import segments_of
from clusters.translation.review.text_changes import readable
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
    """Each text: the source with what changed in it, the translation now and before. Buttons for who may decide."""
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


def _as_json(term: Term, is_ignored: bool) -> dict[str, str | bool]:
    return {
        "term": term.term,
        "expected": term.expected,
        "note": term.note,
        "keep": term.keep,
        "ignored": is_ignored,
    }


def terms(request: HttpRequest, translation_id: int) -> JsonResponse:
    """For each text that uses any: the terms of the glossary in it, and which of them its translation ignores.

    A text is named by its words, as the editor's script shows no key of it; `markup` is the same as it is stored.
    """
    translation, _page = _enabled(request, translation_id)
    glossary = Glossary.of_pair(
        translation.source.locale.language_code, translation.target_locale.language_code
    )
    found: list[dict[str, object]] = []
    for segment in segments_of(translation):
        used = glossary.terms_in(segment.source)
        if not used:
            continue
        ignored = {term.term for term in glossary.ignored(segment.source, segment.target)}
        found.append(
            {
                "text": readable(segment.source),
                "markup": segment.source,
                "terms": [_as_json(term, term.term in ignored) for term in used],
            }
        )
    return JsonResponse(
        {
            "source": _side(translation.source.locale),
            "target": _side(translation.target_locale),
            "segments": found,
        }
    )
