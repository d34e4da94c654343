"""The admin's form of a call for applications: its panels, and what is refused in words."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, Panel

from events.models import (
    Application,
    ApplicationDecision,
    ApplyBy,
    CallForApplications,
    CriterionScore,
    DecisionKind,
    TradeMissionPage,
)
from events.models.call import LONGEST_KEPT_DAYS
from events.signup.rules import Holders, SeatPlan, fits


class CallForm(WagtailAdminModelForm):
    """The form of a call; `mission` must be set before it is validated, and its zone be the current one."""

    mission: TradeMissionPage
    is_outdated = False
    """Whether somebody has saved the call since it was shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = Application.objects.with_person().filter(call=self.instance.pk or 0)
        self._has_people = people.exists()
        # Before what is posted is set on the instance.
        self._agreed_days = self.instance.kept_days if self._has_people else LONGEST_KEPT_DAYS

    def clean(self) -> dict[str, Any]:
        """Adds an error for each setting by which nobody could apply, or more would be promised than there is."""
        cleaned: dict[str, Any] = super().clean()
        self._check_way(cleaned)
        self._check_moment(cleaned.get("closes_at"))
        self._check_places(cleaned)
        if self.instance.pk and (cleaned.get("kept_days") or 0) > self._agreed_days:
            self.add_error(
                "kept_days", _("Des personnes ont accepté une durée plus courte : ne l’allongez pas.")
            )
        if self._has_people:
            self._check_promises(cleaned)
        return cleaned

    def _check_promises(self, cleaned: dict[str, Any]) -> None:
        """Adds an error for what organisations rely on that have begun to apply."""
        if cleaned.get("apply_by") != ApplyBy.SITE:
            self.add_error("apply_by", _("Des organisations candidatent déjà par le site."))
        scored = CriterionScore.objects.filter(evaluation__application__call=self.instance.pk)
        if scored.exists() and self.formsets["criteria"].has_changed():
            self.add_error(None, _("Le jury a commencé à noter : les critères ne changent plus."))
        documents = self.formsets["documents"]
        if any(form.has_changed() and form.instance.pk is None for form in documents.forms) or any(
            form.instance.pk and form.cleaned_data.get("DELETE")
            for form in documents.forms
            if hasattr(form, "cleaned_data")
        ):
            self.add_error(
                None,
                _("Des organisations candidatent déjà : n’ajoutez ni ne retirez plus de document à joindre."),
            )

    def _check_way(self, cleaned: dict[str, Any]) -> None:
        way = cleaned.get("apply_by")
        if way == ApplyBy.OUTSIDE and not cleaned.get("outside_url"):
            self.add_error("outside_url", _("Donnez l’adresse de l’autre formulaire."))
        if way == ApplyBy.MAIL and not cleaned.get("outside_email"):
            self.add_error("outside_email", _("Donnez l’adresse à laquelle on écrit."))
        if way != ApplyBy.SITE:
            return
        if not cleaned.get("purpose"):
            self.add_error(
                "purpose", _("Dites à quoi servent les données : les candidats doivent l’accepter.")
            )
        if not self._rows("criteria"):
            self.add_error(None, _("Donnez au moins un critère : le jury note d’après lui."))

    def _check_moment(self, closes_at: datetime | None) -> None:
        if closes_at is None:
            return
        departure = timezone.make_aware(
            datetime.combine(self.mission.starts_on, time.min) + timedelta(days=1)
        )
        if closes_at > departure:
            self.add_error("closes_at", _("Les candidatures se ferment après le départ."))
        elif closes_at != self.initial.get("closes_at") and closes_at <= timezone.now():
            self.add_error("closes_at", _("Ce moment est déjà passé."))
        elif closes_at != self.initial.get("closes_at"):
            self._check_reopening()

    def _check_reopening(self) -> None:
        """Adds an error for another closing when all is said: organisations were told that it is over."""
        if self.instance.is_cancelled:
            self.add_error("closes_at", _("Cette mission est annulée."))
        elif ApplicationDecision.objects.filter(application__call=self.instance.pk or 0).exists():
            self.add_error("closes_at", _("Des décisions sont prises : la clôture ne change plus."))

    def _check_places(self, cleaned: dict[str, Any]) -> None:
        places = cleaned.get("places")
        reserved = sum(row["places"] for row in self._rows("quotas") if row.get("places"))
        # Of two rows for one cluster, Django takes one out of the cleaned data, with words that name columns.
        if self.formsets["quotas"].non_form_errors():
            self.add_error(None, _("Un cluster n’a qu’une ligne de places réservées."))
        if places is None:
            return
        if reserved > places:
            self.add_error("places", _("Plus de places sont réservées qu’il n’y en a."))
        if (cleaned.get("minimum") or 0) > places:
            self.add_error("minimum", _("Le minimum dépasse le nombre de places."))
        quotas = {row["cluster"].pk: row["places"] for row in self._rows("quotas") if row.get("cluster")}
        self._check_chosen(SeatPlan(capacity=places, quotas=quotas))

    def _check_chosen(self, plan: SeatPlan) -> None:
        """Adds an error if those that were chosen, and know it, would not all have a place."""
        chosen = Application.objects.submitted().filter(call=self.instance.pk or 0)
        held = Holders(chosen.filter(decision=DecisionKind.CHOSEN).values_list("cluster", flat=True))
        if held and not fits(plan, held):
            words = _(
                "Trop de candidatures sont choisies pour les places, une fois comptées celles qui sont réservées."
            )
            self.add_error("places", words)

    def _rows(self, name: str) -> list[dict[str, Any]]:
        formset = self.formsets[name]
        formset.is_valid()
        found = [getattr(form, "cleaned_data", None) or {} for form in formset.forms]
        return [row for row in found if row and not row.get("DELETE")]


def call_panels() -> Panel:
    """Returns the panels of a call, bound to its model."""
    panels = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("apply_by"),
                    FieldRowPanel([FieldPanel("outside_url"), FieldPanel("outside_email")]),
                    FieldRowPanel([FieldPanel("closes_at"), FieldPanel("time_zone")]),
                ],
                heading=gettext_lazy("Candidater"),
            ),
            MultiFieldPanel(
                [FieldRowPanel([FieldPanel("places"), FieldPanel("minimum")])],
                heading=gettext_lazy("Places"),
            ),
            InlinePanel(
                "quotas",
                panels=[FieldRowPanel([FieldPanel("cluster"), FieldPanel("places")])],
                heading=gettext_lazy("Places réservées"),
                label=gettext_lazy("places d’un cluster"),
            ),
            InlinePanel(
                "criteria",
                panels=[FieldPanel("label"), FieldPanel("help_text"), FieldPanel("weight")],
                heading=gettext_lazy("Critères de sélection"),
                label=gettext_lazy("critère"),
                help_text=gettext_lazy("La page les montre. Le jury donne à chacun une note de 0 à 5."),
            ),
            InlinePanel(
                "documents",
                panels=[
                    FieldPanel("label"),
                    FieldPanel("help_text"),
                    FieldRowPanel([FieldPanel("file_types"), FieldPanel("largest_megabytes")]),
                    FieldPanel("is_required"),
                ],
                heading=gettext_lazy("Documents à joindre"),
                label=gettext_lazy("document"),
                help_text=gettext_lazy(
                    "Ils ne sont jamais publics. Ne demandez que ce qui sert à choisir : ni passeport, ni relevé "
                    "bancaire."
                ),
            ),
            MultiFieldPanel(
                [FieldPanel("costs"), FieldPanel("support")], heading=gettext_lazy("Coûts et aides")
            ),
            MultiFieldPanel(
                [FieldPanel("purpose"), FieldPanel("kept_days")], heading=gettext_lazy("Données personnelles")
            ),
        ],
        base_form_class=CallForm,
    )
    return panels.bind_to_model(CallForApplications)
