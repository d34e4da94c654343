"""The form of an item of a delegation's programme: its day and hour are those of its place."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.delegations.programme import WrittenItem
from events.models import Application, ProgrammeItem, TradeMissionPage
from fedcms.core.i18n.translated_text import TranslatedTextFormField

DAYS_AROUND = timedelta(days=30)
ALL, SOME = "all", "some"


class ItemForm(forms.Form):
    """When, where, what, and for whom."""

    title = TranslatedTextFormField(label=gettext_lazy("Intitulé"), max_length=200)
    day = forms.DateField(label=gettext_lazy("Jour"), help_text=gettext_lazy("Par exemple 31/12/2027."))
    starts = forms.TimeField(label=gettext_lazy("Début"), help_text=gettext_lazy("Par exemple 09:30."))
    ends = forms.TimeField(label=gettext_lazy("Fin"), required=False)
    time_zone = forms.ChoiceField(
        label=gettext_lazy("Fuseau horaire"), help_text=gettext_lazy("Celui du lieu : Africa/Casablanca.")
    )
    place = forms.CharField(label=gettext_lazy("Lieu"), max_length=200, required=False)
    audience = forms.ChoiceField(
        label=gettext_lazy("Pour qui ?"),
        widget=forms.RadioSelect,
        choices=[
            (ALL, gettext_lazy("Toute la délégation : chacun le lit sur sa page")),
            (SOME, gettext_lazy("Un rendez-vous privé : ceux qui y sont le voient, et l’équipe")),
        ],
    )
    participants = forms.MultipleChoiceField(
        label=gettext_lazy("Qui y prend part"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self,
        mission: TradeMissionPage | None,
        delegates: Sequence[Application],
        item: ProgrammeItem,
        data: object | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(item, mission))  # type: ignore[arg-type]  # a QueryDict
        self._mission = mission
        self._delegates = {str(each.pk): each for each in delegates}
        zones, shown = self.fields["time_zone"], self.fields["participants"]
        assert isinstance(zones, forms.ChoiceField)  # noqa: S101  # for the types alone
        assert isinstance(shown, forms.MultipleChoiceField)  # noqa: S101  # as above
        zones.choices = [(name, name) for name in sorted(available_timezones())]
        shown.choices = [(key, each.organisation) for key, each in self._delegates.items()]

    def clean(self) -> dict[str, object]:
        """Checks the days of the mission, the order of the hours, and that a private meeting has somebody."""
        cleaned: dict[str, object] = super().clean() or {}
        day, mission = self.cleaned_data.get("day"), self._mission
        if day and mission and not mission.starts_on - DAYS_AROUND <= day <= mission.ends_on + DAYS_AROUND:
            self.add_error("day", _("Ce jour est loin de ceux de la mission."))
        starts, ends = self.cleaned_data.get("starts"), self.cleaned_data.get("ends")
        if starts and ends and ends <= starts:
            self.add_error("ends", _("La fin vient avant le début."))
        is_private = self.cleaned_data.get("audience") == SOME
        if is_private and "participants" not in self.errors and not self.cleaned_data.get("participants"):
            self.add_error("participants", _("Choisissez qui prend part à ce rendez-vous."))
        return cleaned

    def written(self) -> WrittenItem:
        """Returns what a valid form says."""
        data = self.cleaned_data
        zone = ZoneInfo(data["time_zone"])
        ends = datetime.combine(data["day"], data["ends"], tzinfo=zone) if data["ends"] else None
        return WrittenItem(
            title=data["title"],
            starts_at=datetime.combine(data["day"], data["starts"], tzinfo=zone),
            ends_at=ends,
            time_zone=zone,
            place=data["place"],
            is_private=data["audience"] == SOME,
            participants=[self._delegates[key] for key in data["participants"]],
        )


def _initial(item: ProgrammeItem, mission: TradeMissionPage | None) -> dict[str, object]:
    """Returns what the form of an item begins with; of a new one, the mission's first day."""
    if item.form_key is None:
        day = mission.starts_on if mission is not None else None
        return {"day": day, "time_zone": str(item.time_zone), "audience": ALL}
    return {
        "title": item.title,
        "day": item.starts.date(),
        "starts": item.starts.time(),
        "ends": item.ends.time() if item.ends else None,
        "time_zone": str(item.time_zone),
        "place": item.place,
        "audience": SOME if item.is_private else ALL,
        "participants": [str(each.pk) for each in item.participants.all()],
    }
