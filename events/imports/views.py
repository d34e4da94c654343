"""The admin screen of an agenda on which an editor imports a calendar, and reads what became of each event."""

from datetime import timedelta
from uuid import uuid4

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.validators import URLValidator
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from clusters.translation.access.guards import signed_in_user
from events.imports.reading import MOST_BYTES
from events.imports.tasks import import_calendar
from events.imports.wording import failure_in_words, host_alone, note_in_words, outcome_in_words
from events.models import AgendaPage, CalendarImport, ImportState
from fedcms.core.i18n.bidi import in_line

KEPT = 10
"""So many imports of an agenda keep their report."""
LONGEST_WAIT = timedelta(hours=1)
"""So long an import that waits holds the next one off."""


class CalendarAddressField(forms.CharField):
    """The address of a calendar; programs give it with a scheme of their own, which stands for https."""

    def to_python(self, value: object) -> str:
        """Returns an address as it is asked for."""
        address = str(super().to_python(value) or "")
        return f"https://{address[9:]}" if address.lower().startswith("webcal://") else address


class ImportForm(forms.Form):
    """A file, or an address."""

    file = forms.FileField(label=gettext_lazy("Fichier .ics"), required=False)
    address = CalendarAddressField(
        label=gettext_lazy("Ou son adresse"),
        required=False,
        max_length=500,
        validators=[URLValidator(schemes=["https"])],
        help_text=gettext_lazy("Celle du calendrier lui-même, en https://. Elle est lue une fois."),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        """Adds an error unless there is either a file that is not too large, or an address."""
        cleaned: dict[str, object] = super().clean() or {}
        file = cleaned.get("file")
        if bool(file) == bool(cleaned.get("address")) and not self.errors:
            self.add_error("file", _("Donnez un fichier ou une adresse, l’un des deux."))
        if file is not None and getattr(file, "size", 0) > MOST_BYTES:
            self.add_error("file", failure_in_words("big"))
        return cleaned


def _agenda(request: HttpRequest, page_id: int) -> AgendaPage:
    """Returns an agenda below which the person may write events. Raises `Http404`, `PermissionDenied`."""
    agenda: AgendaPage = get_object_or_404(AgendaPage, pk=page_id)
    user = signed_in_user(request)
    if agenda.only_missions or not agenda.permissions_for_user(user).can_add_subpage():
        raise PermissionDenied
    return agenda


def import_screen(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """Shows the form with the reports of the last imports; takes a calendar, which the worker imports."""
    agenda = _agenda(request, page_id)
    form = ImportForm(request.POST or None, request.FILES or None, initial={"form_key": uuid4()})
    if request.method == "POST" and form.is_valid() and _take(request, agenda, form):
        return redirect("event_imports:import", page_id)
    imports = [_shown(each) for each in agenda.calendar_imports.defer("content")[:KEPT]]
    context = {
        "header_title": _("Importer un calendrier dans « %(title)s »")
        % {"title": in_line(agenda.get_admin_display_title())},
        "agenda": agenda,
        "form": form,
        "imports": imports,
    }
    return TemplateResponse(request, "events/imports/import.html", context)


@transaction.atomic
def _take(request: HttpRequest, agenda: AgendaPage, form: ImportForm) -> bool:
    """Stores a calendar for the worker; a form sent twice does it once. Forgets the reports of old imports.

    Returns whether it is taken: while one of this agenda waits, another says so in the form.
    """
    waiting = agenda.calendar_imports.filter(
        state=ImportState.WAITING, created_at__gt=timezone.now() - LONGEST_WAIT
    )
    if waiting.exclude(form_key=form.cleaned_data["form_key"]).exists():
        form.add_error(None, _("Un import attend encore : attendez son compte rendu, puis recommencez."))
        return False
    file = form.cleaned_data["file"]
    taken, is_new = CalendarImport.objects.get_or_create(
        form_key=form.cleaned_data["form_key"],
        defaults={
            "agenda": agenda,
            "user": signed_in_user(request),
            "address": form.cleaned_data["address"],
            "content": file.read() if file else b"",
        },
    )
    if is_new:
        done = agenda.calendar_imports.exclude(state=ImportState.WAITING)
        old = done.values_list("pk", flat=True)[KEPT:]
        CalendarImport.objects.filter(pk__in=list(old)).delete()
        transaction.on_commit(lambda: import_calendar.enqueue(taken.pk))
    return True


def _shown(each: CalendarImport) -> dict[str, object]:
    lines = [
        {
            **line,
            "outcome": outcome_in_words(str(line["outcome"])),
            "notes": [note_in_words(note) for note in line["notes"]],
        }
        for line in each.report
    ]
    return {
        "row": each,
        "host": host_alone(each.address),
        "failure": failure_in_words(each.failure),
        "lines": lines,
    }
