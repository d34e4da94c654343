"""Views that upload translation files and show the outcome."""

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
from wagtail_localize.models import Translation

from clusters.translation.access.guards import signed_in_user, translation_for
from clusters.translation.dashboard.views import may_read
from clusters.translation.exchange.file_contents import FoundContent
from clusters.translation.exchange.file_import import import_contents
from clusters.translation.exchange.forms import UploadForm
from clusters.translation.jobs.progress import REPORT, below_the_report
from clusters.translation.models import TranslationImport
from fedcms.users.models import User


def reader_of(request: HttpRequest) -> User:
    """Returns the user. Raises `PermissionDenied` for people who neither translate nor edit pages."""
    user = signed_in_user(request)
    if not may_read(user):
        raise PermissionDenied
    return user


def describe_import(made: TranslationImport) -> str:
    """Returns the outcome of an import as a sentence."""
    taken, refused = made.counts["taken"], made.counts["refused"]
    first = ngettext("%(count)d texte importé", "%(count)d textes importés", taken) % {"count": taken}
    second = ngettext("%(count)d refusé", "%(count)d refusés", refused) % {"count": refused}
    return f"{first}, {second}."


def _tell_outcome(request: HttpRequest, made: TranslationImport) -> None:
    tell = messages.success if not made.counts["refused"] else messages.warning
    tell(request, describe_import(made))


class UploadView(WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]  # not subscriptable at run time
    """The view that imports a translated file, and redirects to its report."""

    form_class = UploadForm
    template_name = "clusters/translation/file_upload.html"
    page_title = gettext_lazy("Importer un fichier traduit")
    header_icon = "upload"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Raises `PermissionDenied` for people who neither translate nor edit pages."""
        reader_of(request)
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Returns the breadcrumbs, below the translation report."""
        return below_the_report(super().get_breadcrumbs_items(), ("", str(self.page_title)))

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Returns the context with the reports of earlier imports."""
        imports = (
            TranslationImport.objects.filter(user=signed_in_user(self.request)).defer("lines").order_by("-pk")
        )
        context: dict[str, object] = super().get_context_data(**kwargs)
        return context | {
            "imports": [(each, describe_import(each)) for each in imports],
            "report_url": reverse(REPORT),
        }

    def form_valid(self, form: UploadForm) -> HttpResponse:
        """Imports the valid texts of the file."""
        made = import_contents(form.contents, signed_in_user(self.request), form.cleaned_data["file"].name)
        _tell_outcome(self.request, made)
        return redirect("translation_files:report", made.pk)


def upload_for(request: HttpRequest, translation_id: int) -> HttpResponseBase:
    """Imports a file at wagtail-localize's own address: of this translation alone, checked like any other file.

    Redirects to the editor if all texts were taken, to the report if not. Raises `Http404` for other methods than POST.
    """
    if request.method != "POST":
        raise Http404
    translation, page = translation_for(signed_in_user(request), translation_id)
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
    made = import_contents(form.contents, signed_in_user(request), form.cleaned_data["file"].name)
    _tell_outcome(request, made)
    return redirect("translation_files:report", made.pk) if made.counts["refused"] else redirect(back)


def _is_of(content: FoundContent, translation: Translation) -> bool:
    if content.translation:
        return content.translation == str(translation.uuid)
    code = translation.target_locale.language_code
    return (
        content.key == str(translation.source.object_id) and content.target_language.lower() == code.lower()
    )
