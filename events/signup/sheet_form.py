"""The admin's form of a sheet: its panels, and what is refused in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, Panel

from events.models import EventPage, SignUp, SignUpSheet, WhoMayCome
from events.models.signup_sheet import LONGEST_KEPT_DAYS
from events.signup.questions import choices_differ
from events.signup.sheet_events import last_moment


class SheetForm(WagtailAdminModelForm):
    """The form of a sheet; `event` must be set before it is validated."""

    event: EventPage
    is_outdated = False
    """Whether somebody has saved the sheet since it was shown."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = SignUp.objects.with_person().filter(sheet=self.instance.pk or 0)
        # Before what is posted is set on the instance.
        self._agreed_days = self.instance.kept_days if people.exists() else LONGEST_KEPT_DAYS

    def clean(self) -> dict[str, Any]:
        """Adds an error for each setting that would let nobody come, or promise more seats than there are."""
        cleaned: dict[str, Any] = super().clean()
        if self.event.signup_url:
            self.add_error(
                None,
                _("La page mène déjà à un autre service : videz d’abord son champ « Lien d’inscription »."),
            )
        opens, closes = cleaned.get("opens_at"), cleaned.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("La clôture vient avant l’ouverture."))
        released = cleaned.get("seats_released_at")
        if released and released >= last_moment(self.event):
            self.add_error(
                "seats_released_at",
                _("L’événement a commencé à ce moment : personne d’autre ne pourrait venir."),
            )
        if self.instance.pk and (cleaned.get("kept_days") or 0) > self._agreed_days:
            self.add_error(
                "kept_days", _("Des personnes ont accepté une durée plus courte : ne l’allongez pas.")
            )
        self._check_seats(cleaned, self._reserved())
        self._check_questions()
        return cleaned

    def _rows(self, name: str) -> list[dict[str, Any]]:
        formset = self.formsets[name]
        formset.is_valid()
        return [
            form.cleaned_data
            for form in formset.forms
            if getattr(form, "cleaned_data", None) and not form.cleaned_data.get("DELETE")
        ]

    def _reserved(self) -> dict[int, int]:
        rows = [row for row in self._rows("quotas") if row.get("cluster") and row.get("seats")]
        # Of two rows for one cluster, Django takes one out of the cleaned data, with words that name columns.
        if self.formsets["quotas"].non_form_errors():
            self.add_error(None, _("Un cluster n’a qu’une ligne de places réservées."))
        return {row["cluster"].pk: row["seats"] for row in rows}

    def _check_seats(self, cleaned: dict[str, Any], reserved: dict[int, int]) -> None:
        capacity, who = cleaned.get("capacity"), cleaned.get("who_may_come")
        own = self.event.cluster_id
        if capacity is None and (reserved or who == WhoMayCome.QUOTA) and "capacity" not in self.errors:
            self.add_error("capacity", _("Donnez un nombre de places pour pouvoir en réserver."))
        elif capacity is not None and sum(reserved.values()) > capacity:
            self.add_error("capacity", _("Plus de places sont réservées qu’il n’y en a."))
        if who == WhoMayCome.QUOTA and not reserved:
            self.add_error("who_may_come", _("Réservez des places à un cluster au moins, ci-dessous."))
        if who == WhoMayCome.PRIORITY and not cleaned.get("seats_released_at"):
            self.add_error("seats_released_at", _("Dites quand les autres peuvent venir aussi."))
        if who == WhoMayCome.CLOSED and own is not None and set(reserved) - {own}:
            self.add_error(
                "who_may_come", _("Des places sont réservées à d’autres clusters, qui ne pourraient venir.")
            )

    def _check_questions(self) -> None:
        formset = self.formsets["questions"]
        formset.is_valid()
        for form in formset.forms:
            data = getattr(form, "cleaned_data", None)
            if not data or data.get("DELETE") or {"question_type", "choices"} & set(form.errors):
                continue
            if choices_differ(data["question_type"], data["choices"]):
                form.add_error(
                    "choices",
                    _("Donnez des choix, un par ligne, et autant dans chaque langue que vous remplissez."),
                )
                self.add_error(None, _("Une question n’a pas les choix qu’il lui faut."))


def sheet_panels() -> Panel:
    """Returns the panels of a sheet, bound to its model."""
    panels = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("capacity"), FieldPanel("who_may_come")]),
                    FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                    FieldPanel("is_reviewed"),
                ],
                heading=gettext_lazy("Places"),
            ),
            InlinePanel(
                "quotas",
                panels=[FieldRowPanel([FieldPanel("cluster"), FieldPanel("seats")])],
                heading=gettext_lazy("Places réservées"),
                label=gettext_lazy("places d’un cluster"),
            ),
            FieldPanel("seats_released_at"),
            InlinePanel(
                "questions",
                panels=[
                    FieldPanel("label"),
                    FieldRowPanel([FieldPanel("question_type"), FieldPanel("is_required")]),
                    FieldPanel("help_text"),
                    FieldPanel("choices"),
                ],
                heading=gettext_lazy("Questions"),
                label=gettext_lazy("question"),
                help_text=gettext_lazy(
                    "Nom, courriel et organisation sont demandés toujours. Ne demandez que ce qui vous sert, et rien "
                    "sur la santé ou les convictions."
                ),
            ),
            MultiFieldPanel(
                [FieldPanel("purpose"), FieldPanel("kept_days")], heading=gettext_lazy("Données personnelles")
            ),
        ],
        base_form_class=SheetForm,
    )
    return panels.bind_to_model(SignUpSheet)
