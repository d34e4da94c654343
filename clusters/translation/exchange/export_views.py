"""Views that export translation files: of a selection in the report, or of one translation."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Locale
from wagtail_localize.models import Translation

from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import signed_in_user, translation_for
from clusters.translation.dashboard.languages_and_sections import read_languages_and_sections
from clusters.translation.dashboard.originals import originals
from clusters.translation.dashboard.start_views import ReportAgainView
from clusters.translation.drafts.resync import says_else
from clusters.translation.exchange.downloads import WRITERS, download
from clusters.translation.exchange.export_contents import Pair, contents_of
from clusters.translation.exchange.file_contents import MOST_PAGES
from clusters.translation.exchange.forms import ExportForm
from clusters.translation.exchange.selection import select
from clusters.translation.exchange.views import reader_of
from clusters.translation.jobs.progress import REPORT
from fedcms.users.models import User

NAMED = 5
"""How many pages left out of a download are named; the others are counted."""


def export(request: HttpRequest) -> HttpResponseBase:
    """Returns the file of what was selected in the report; errors are shown there, with the selection."""
    user = reader_of(request)
    if request.method != "POST":
        query = request.GET.urlencode()
        return redirect(reverse(REPORT) + (f"?{query}" if query else ""))
    lookup = read_languages_and_sections()
    form = ExportForm(request.POST, languages=lookup.languages)
    if form.is_valid():
        try:
            return _exported(request, form, user, lookup.locales())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return ReportAgainView.as_view(job_form=form)(request)


def _exported(request: HttpRequest, form: ExportForm, user: User, known: dict[str, int]) -> HttpResponseBase:
    """Returns the file. Raises `Refusal` when nothing can be exported, or too much was selected."""
    chosen = form.cleaned_data
    pages = list(originals(user).filter(pk__in=chosen["pages"]).select_related("locale").order_by("path"))
    locales = Locale.objects.in_bulk([known[code] for code in chosen["languages"]])
    count = sum(locale.pk != page.locale_id for page in pages for locale in locales.values())
    if count > MOST_PAGES:
        raise Refusal(
            _(
                "Un fichier contient %(most)d pages au plus (une page vers deux langues compte deux fois) ; "
                "votre choix en a %(count)d. Faites-en plusieurs."
            )
            % {"most": MOST_PAGES, "count": count}
        )
    selection = select(user, pages, list(locales.values()))
    contents = contents_of(selection.pairs)
    if not contents:
        raise Refusal(_("Aucune de ces traductions ne peut être exportée.") + _named(selection.left_out))
    answer = download(contents, chosen["format"])
    # The messages are shown on the next screen: this response is the file.
    if selection.left_out:
        messages.warning(request, _("Le fichier ne contient pas tout.") + _named(selection.left_out))
    if selection.outdated:
        messages.warning(request, _outdated(selection.outdated))
    return answer


def _outdated(titles: list[str]) -> str:
    named = _named([f"« {title} »" for title in titles])
    return (
        _(
            "L’original a changé depuis, et le fichier contient le texte d’avant. Mettez d’abord à jour les "
            "traductions de ces pages, puis refaites le fichier :"
        )
        + named
    )


def _named(sentences: list[str]) -> str:
    if not sentences:
        return ""
    rest = len(sentences) - NAMED
    more = (
        ngettext(" … et %(count)d autre.", " … et %(count)d autres.", rest) % {"count": rest}
        if rest > 0
        else ""
    )
    return " " + " ".join(sentences[:NAMED]) + more


def download_one(request: HttpRequest, translation_id: int, kind: str) -> HttpResponseBase:
    """Returns the file of one translation to a person who may edit it. Raises `Http404`, `PermissionDenied`."""
    translation, _page = translation_for(signed_in_user(request), translation_id)
    if kind not in WRITERS or not translation.enabled:
        raise Http404
    contents = contents_of([_pair_of(translation)])
    if not contents:
        messages.warning(request, _("Cette page n’a aucun texte à traduire."))
        return redirect("wagtailadmin_pages:edit", _page.pk)
    try:
        answer = download(contents, kind)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("wagtailadmin_pages:edit", _page.pk)
    if says_else(translation.source):
        messages.warning(request, _outdated([_page.get_admin_display_title()]))
    return answer


def _pair_of(translation: Translation) -> Pair:
    return Pair(translation.source.get_source_instance(), translation.target_locale, translation)
