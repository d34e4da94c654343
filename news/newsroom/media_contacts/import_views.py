"""The admin screens on which media contacts are imported from a file, and exported into one."""

from django.http import HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clusters.people.teams import team_number
from clusters.publishing.refusal import Refusal
from clusters.translation.access.guards import signed_in_user
from fedcms.core.http.csv_download import csv_download
from news.newsroom.log_actions import CONTACTS_EXPORTED, log_newsroom
from news.newsroom.media_contacts.export import headings, lines_of
from news.newsroom.media_contacts.forms import ContactFilterForm, ImportForm
from news.newsroom.media_contacts.importing import import_contacts
from news.newsroom.media_contacts.screen_arguments import team_to_keep_contacts_for, team_url


def import_file(request: HttpRequest, team: int) -> HttpResponseBase:
    """Shows the form of an import, imports the file, and says what became of each line."""
    owner = team_to_keep_contacts_for(request, team)
    form = ImportForm.of_owner(owner, request.POST or None, request.FILES or None)
    context: dict[str, object] = {"team": team_number(owner), "back": team_url(owner)}
    if request.method == "POST" and form.is_valid():
        try:
            data = bytes(form.cleaned_data["file"].read())
            report = import_contacts(data, owner, form.origin(), signed_in_user(request))
        except Refusal as refusal:
            form.add_error("file", str(refusal))
        else:
            context |= {"header_title": _("Ce que le fichier a donné"), "report": report}
            return TemplateResponse(request, "news/media_contacts/import_report.html", context)
    context |= {"header_title": _("Importer des contacts médias"), "form": form, "media": form.media}
    return TemplateResponse(request, "news/media_contacts/import.html", context)


@require_safe
def export_all(request: HttpRequest, team: int) -> HttpResponseBase:
    """Downloads the contacts of a team that the filters let pass, as the import reads them."""
    owner = team_to_keep_contacts_for(request, team)
    found = ContactFilterForm(owner, request.GET).contacts().prefetch_related("topics").order_by("pk")
    if request.method == "GET":
        log_newsroom(owner, CONTACTS_EXPORTED, signed_in_user(request), found.count())
    return csv_download("media-contacts", headings(), lines_of(found.iterator(chunk_size=500)))
