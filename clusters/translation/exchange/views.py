"""Downloads of a selection and of one translation; the upload; and the report of what was taken."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Locale
from wagtail_localize.models import Translation

from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import person, translation_for
from clusters.translation.dashboard.languages_and_sections import read_frame
from clusters.translation.dashboard.originals import originals
from clusters.translation.dashboard.views import may_read
from clusters.translation.drafts.resync import says_else
from clusters.translation.exchange.downloads import WRITERS, download
from clusters.translation.exchange.export_contents import Pair, contents_of
from clusters.translation.exchange.file_contents import MOST_PAGES, FoundContent
from clusters.translation.exchange.file_import import import_contents
from clusters.translation.exchange.forms import ExportForm, UploadForm
from clusters.translation.exchange.selection import select
from clusters.translation.jobs.progress import REPORT, below_the_report
from clusters.translation.jobs.views import ReportAgainView
from clusters.translation.models import TranslationImport
from fedcms.users.models import User

NAMED = 5
"""So many of what is left out of a download are named, the others counted."""


def reader_of(request: HttpRequest) -> User:
    """Who asks. Raises `PermissionDenied` for whom translations are no work."""
    user = person(request)
    if not may_read(user):
        raise PermissionDenied
    return user


def export(request: HttpRequest) -> HttpResponseBase:
    """The file of what was chosen in the report; what is wrong is said there, with all that was chosen."""
    user = reader_of(request)
    if request.method != "POST":
        query = request.GET.urlencode()
        return redirect(reverse(REPORT) + (f"?{query}" if query else ""))
    frame = read_frame()
    form = ExportForm(request.POST, languages=frame.languages)
    if form.is_valid():
        try:
            return _exported(request, form, user, frame.locales())
        except Refusal as refusal:
            form.add_error(None, str(refusal))
    return ReportAgainView.as_view(work=form)(request)


def _exported(request: HttpRequest, form: ExportForm, user: User, known: dict[str, int]) -> HttpResponseBase:
    """Raises `Refusal` when nothing can go out, or too much would."""
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
        raise Refusal(_("Aucune de ces traductions ne peut sortir.") + _named(selection.left_out))
    answer = download(contents, chosen["format"])
    # Read on the next screen: this answer is the file.
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
    """The file of one translation, for who may open it. Raises `Http404`, `PermissionDenied`."""
    translation, _page = translation_for(person(request), translation_id)
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


def said(made: TranslationImport) -> str:
    """What came of an import, in a sentence."""
    taken, refused = made.counts["taken"], made.counts["refused"]
    first = ngettext("%(count)d texte pris", "%(count)d textes pris", taken) % {"count": taken}
    second = ngettext("%(count)d non pris", "%(count)d non pris", refused) % {"count": refused}
    return f"{first}, {second}."


def _told(request: HttpRequest, made: TranslationImport) -> None:
    tell = messages.success if not made.counts["refused"] else messages.warning
    tell(request, said(made))


class UploadView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]  # not subscriptable at run time
    """Takes a translated file, and leads to the report of it."""

    form_class = UploadForm
    template_name = "clusters/translation/file_upload.html"
    page_title = gettext_lazy("Importer un fichier traduit")
    header_icon = "upload"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Raises `PermissionDenied` for whom translations are no work."""
        reader_of(request)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Below the report on translations."""
        return below_the_report(super().get_breadcrumbs_items(), ("", str(self.page_title)))

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """With the reports of earlier imports."""
        imports = TranslationImport.objects.filter(user=person(self.request)).defer("lines").order_by("-pk")
        context: dict[str, object] = super().get_context_data(**kwargs)
        return context | {"imports": [(each, said(each)) for each in imports], "report_url": reverse(REPORT)}

    def form_valid(self, form: UploadForm) -> HttpResponse:
        """What could be read is taken, as far as it is right."""
        made = import_contents(form.contents, person(self.request), form.cleaned_data["file"].name)
        _told(self.request, made)
        return redirect("translation_files:report", made.pk)


def upload_for(request: HttpRequest, translation_id: int) -> HttpResponseBase:
    """The upload of wagtail-localize's editor: a file of this translation alone, checked as any other.

    Back to the editor when all is taken, to the report when not.
    """
    if request.method != "POST":
        raise Http404
    translation, page = translation_for(person(request), translation_id)
    back = get_valid_next_url_from_request(request) or reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect(back)
    if not all(_is_of(content, translation) for content in form.contents):
        messages.error(
            request,
            _(
                "Choisissez un fichier PO ou XLIFF 2 téléchargé depuis cette traduction ; un autre s’importe "
                "depuis le rapport."
            ),
        )
        return redirect(back)
    made = import_contents(form.contents, person(request), form.cleaned_data["file"].name)
    _told(request, made)
    return redirect("translation_files:report", made.pk) if made.counts["refused"] else redirect(back)


def _is_of(content: FoundContent, translation: Translation) -> bool:
    if content.translation:
        return content.translation == str(translation.uuid)
    code = translation.target_locale.language_code
    return (
        content.key == str(translation.source.object_id) and content.target_language.lower() == code.lower()
    )
