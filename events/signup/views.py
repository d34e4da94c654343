"""The admin screens of a team's sign-ups: its events, and who signs up to one, filtered and a page at a time."""

from collections.abc import Iterable

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clusters.models import Cluster
from clusters.people.team_links import team_links
from clusters.people.teams import cluster_key
from clusters.translation.access.guards import signed_in_user
from events.models import EventPage, SignUp, SignUpSheet, SignUpState
from events.models.signup import SignUpQuerySet
from events.models.signup_sheet import SignUpSheetQuerySet
from events.signup.dates import dates_in_words
from events.signup.event_notices import TOLD_STATES
from events.signup.rights import may_invite_for, may_open, owners_organised_by
from events.signup.screen_arguments import sheet_of, team_to_organise_for, team_url
from events.signup.seats import held_seats
from events.signup.sheet_events import any_event
from fedcms.core.i18n.bidi import in_line

SHOWN_A_PAGE = 50
SHEETS_SHOWN = 50


def index(request: HttpRequest) -> HttpResponseBase:
    """Redirects to the first team to whose events the person sees the sign-ups."""
    owners = owners_organised_by(signed_in_user(request))
    if not owners:
        raise PermissionDenied
    return redirect(team_url(owners[0]))


def events_by_key(sheets: Iterable[SignUpSheet], *, public_only: bool = False) -> dict[object, EventPage]:
    """Returns a page of each sheet's event by its key, in the reader's language if there is one. One query."""
    language = (get_language() or "").partition("-")[0]
    pages = EventPage.objects.visible() if public_only else EventPage.objects.all()
    pages = pages.filter(translation_key__in=[sheet.translation_key for sheet in sheets])
    found = list(pages.defer_streamfields().select_related("locale", "cluster").order_by("pk"))
    found.sort(key=lambda page: page.locale.language_code == language)
    return {page.translation_key: page for page in found}


def _counted(sheets: SignUpSheetQuerySet) -> list[SignUpSheet]:
    """Returns sheets with how many people are in each state, and how many were erased, the newest first. One query."""
    counts = {
        f"number_{state.value}": Count("sign_ups", filter=Q(sign_ups__state=state, sign_ups__erased_at=None))
        for state in SignUpState
    }
    counts["number_erased"] = Count("sign_ups", filter=Q(sign_ups__erased_at__isnull=False))
    return list(sheets.annotate(**counts).order_by("-pk")[:SHEETS_SHOWN])


@require_safe
def team(request: HttpRequest, team: int) -> HttpResponseBase:
    """Lists the sheets of a team's events with their numbers, and those where its cluster has seats to give."""
    owner, user = team_to_organise_for(request, team), signed_in_user(request)
    own = _counted(SignUpSheet.objects.of_cluster(cluster_key(owner)))
    others: list[SignUpSheet] = []
    if may_invite_for(user, owner):
        with_seats = SignUpSheet.objects.filter(quotas__cluster=cluster_key(owner))
        others = list(with_seats.exclude(pk__in=[sheet.pk for sheet in own]).order_by("-pk")[:SHEETS_SHOWN])
    events = events_by_key(own)
    # Of another team's event, only what everybody sees.
    public = events_by_key(others, public_only=True)
    context = {
        "team": team,
        "teams": team_links(owners_organised_by(user), owner, team_url),
        "header_title": _("Inscriptions – %(team)s") % {"team": in_line(str(owner))},
        "sheets": [(sheet, events.get(sheet.translation_key)) for sheet in own],
        "to_invite": [
            (sheet, public[sheet.translation_key]) for sheet in others if sheet.translation_key in public
        ],
        "may_open": may_open(user, owner),
    }
    return TemplateResponse(request, "events/sign_up/team.html", context)


class SignUpFilterForm(forms.Form):
    """Filters by state and by the cluster whose seats they have; both may stand in an address."""

    state = forms.ChoiceField(
        label=gettext_lazy("État"), required=False, choices=[("", gettext_lazy("Tous")), *SignUpState.choices]
    )
    cluster = forms.ChoiceField(label=gettext_lazy("Place de"), required=False)

    def __init__(self, sheet: SignUpSheet, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # forwarded as they came
        clusters = Cluster.objects.filter(pk__in=SignUp.objects.filter(sheet=sheet).values("cluster"))
        choices = [(str(each.pk), str(each)) for each in clusters]
        field = self.fields["cluster"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the types alone
        field.choices = [("", _("Tous")), *sorted(choices, key=lambda choice: choice[1])]

    def narrow(self, sign_ups: SignUpQuerySet) -> SignUpQuerySet:
        """Returns the sign-ups that match; what cannot be read filters nothing."""
        self.is_valid()
        chosen = {name: self.cleaned_data.get(name) for name in ("state", "cluster")}
        return sign_ups.filter(**{name: value for name, value in chosen.items() if value})


class SignUpSearchForm(forms.Form):
    """Searches people. It is sent by POST: an address may stand in logs, and names must not."""

    words = forms.CharField(
        label=gettext_lazy("Nom, courriel ou organisation"),
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )


def found_sign_ups(sheet: SignUpSheet, form: SignUpFilterForm, words: str) -> SignUpQuerySet:
    """Returns the sign-ups on a sheet that match a filter and words, by rank."""
    found = form.narrow(SignUp.objects.filter(sheet=sheet).with_person())
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word) | Q(email__icontains=word) | Q(organisation__icontains=word)
        )
    return found.select_related("cluster").by_rank()


def sign_ups(request: HttpRequest, team: int, sheet_id: int) -> HttpResponseBase:
    """Lists the sign-ups on a sheet by rank, those that match what is searched if something is."""
    owner = team_to_organise_for(request, team)
    sheet = sheet_of(owner, sheet_id)
    form = SignUpFilterForm(sheet, request.GET)
    search = SignUpSearchForm(request.POST if request.method == "POST" else None)
    words = str(search.cleaned_data["words"]) if search.is_valid() else ""
    shown = Paginator(found_sign_ups(sheet, form, words), SHOWN_A_PAGE).get_page(request.GET.get("p"))
    event = any_event(sheet)
    people = SignUp.objects.with_person().filter(sheet=sheet)
    numbers = people.order_by().values("state").annotate(number=Count("pk"))
    context = {
        "owner": owner,
        "team": team,
        "sheet": sheet,
        "event": event,
        "dates": dates_in_words(event) if event else [],
        "header_title": event.get_admin_display_title() if event else str(sheet),
        "form": form,
        "people_search": search,
        "words": words,
        "sign_ups": shown,
        "number_erased": SignUp.objects.filter(sheet=sheet).exclude(erased_at=None).count(),
        "numbers": [(SignUpState(row["state"]).label, row["number"]) for row in numbers],
        "seats": _seats_by_cluster(sheet),
        "reachable": TOLD_STATES,
        "filters": request.GET.urlencode(),
        "may_open": may_open(signed_in_user(request), owner),
        "may_invite": may_invite_for(signed_in_user(request), owner),
        "back": team_url(owner),
    }
    return TemplateResponse(request, "events/sign_up/sign_ups.html", context)


def _seats_by_cluster(sheet: SignUpSheet) -> list[tuple[str, int, int]]:
    """Returns for each cluster with seats, reserved or taken: its name, how many are reserved, how many taken."""
    held = held_seats(sheet)
    reserved = {quota.cluster_id: quota.seats for quota in sheet.quotas.all()}
    clusters = Cluster.objects.in_bulk([key for key in {*held, *reserved} if key is not None])
    rows = [(str(each), reserved.get(pk, 0), held[pk]) for pk, each in clusters.items()]
    return [*sorted(rows), *([(_("Sans cluster"), 0, held[None])] if held[None] else [])]
