"""Spokespeople: whom the press may call about what, shown only while their recorded consent runs."""

from datetime import date, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Coalesce, Concat, Least
from django.utils.translation import gettext_lazy as _

from fedcms.core.i18n.language_list import LanguageListField
from fedcms.core.i18n.telephone import TelephoneField
from fedcms.core.i18n.translated_text import TranslatedTextField
from fedcms.core.site_clock import site_today
from news.models.owned_row import OwnedRow, OwnedRowQuerySet


class SpokespersonQuerySet(OwnedRowQuerySet["Spokesperson"]):
    """The queries on spokespeople."""

    def consenting(self, today: date | None = None) -> Self:
        """Filters those whose consent runs on `today` (default: today in the site's time zone)."""
        day = today or site_today()
        return self.filter(consent_given_on__lte=day, consent_until__gte=day, consent_withdrawn_on=None)

    def shown(self) -> Self:
        """Filters those who are on a public page now: then their portraits are public, too."""
        return self.consenting().of_open_sections()

    def speaking(self, language: str) -> Self:
        """Filters those who speak a language, by its code."""
        between = models.Value(",")
        spoken = Concat(between, "languages", between, output_field=models.CharField())
        return self.alias(spoken=spoken).filter(spoken__contains=f",{language},")

    def ending(self, first: date, last: date) -> Self:
        """Filters those whose consent ends between two days, and of whose end nobody was told yet."""
        running = self.filter(consent_until__gte=first, consent_until__lte=last, consent_withdrawn_on=None)
        return running.exclude(warned_of=models.F("consent_until"))

    def ended_before(self, day: date) -> Self:
        """Filters those who were shown last before a day; without any consent, those who were entered before it."""
        withdrawn = Coalesce("consent_withdrawn_on", "consent_until", "entered_on")
        until = Coalesce("consent_until", "consent_withdrawn_on", "entered_on")
        return self.alias(ended_on=Least(withdrawn, until)).filter(ended_on__lt=day)


class Spokesperson(OwnedRow):
    """A person who speaks for a cluster or the federation.

    Personal data: what it is for, and when it is erased, is in docs/adr/0049. Its deletion takes the name out of the
    history, too (news.signal_handlers).
    """

    name = models.CharField(_("nom"), max_length=120)
    role = TranslatedTextField(_("fonction"), text_max_length=120)
    biography = TranslatedTextField(
        _("biographie"),
        multiline=True,
        blank=True,
        text_max_length=600,
        help_text=_("Deux ou trois phrases."),
    )
    topics = models.ManyToManyField("core.Topic", blank=True, related_name="+", verbose_name=_("thèmes"))
    commitments = models.ManyToManyField(
        "clusters.Commitment",
        blank=True,
        related_name="+",
        verbose_name=_("engagements du manifeste"),
        help_text=_(
            "Ceux dont la personne peut parler : elle y paraît parmi les personnes à qui s’adresser."
        ),
    )
    languages = LanguageListField(
        _("langues parlées"),
        max_length=60,
        help_text=_("Celles d’un entretien, par exemple « français, anglais »."),
    )
    portrait = models.ForeignKey(
        "media.FederationImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("portrait"),
        help_text=_("Il est supprimé avec la personne, sauf si une page le montre aussi."),
    )
    telephone = TelephoneField(
        _("téléphone pour la presse"),
        blank=True,
        help_text=_("Il paraît sur le site : jamais un numéro privé."),
    )
    email = models.EmailField(_("courriel pour la presse"), blank=True)
    consent_given_on = models.DateField(_("accord donné le"), null=True, blank=True)
    consent_how = models.CharField(
        _("accord recueilli comment"),
        max_length=200,
        blank=True,
        help_text=_("Par exemple « formulaire signé, classeur presse »."),
    )
    consent_until = models.DateField(
        _("accord valable jusqu’au"),
        null=True,
        blank=True,
        help_text=_("Dernier jour. Sans accord en cours, la personne ne paraît nulle part."),
    )
    consent_withdrawn_on = models.DateField(
        _("accord retiré le"),
        null=True,
        blank=True,
        help_text=_("Dès l’enregistrement, la personne ne paraît plus."),
    )
    consent_recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("accord noté par"),
    )
    entered_on = models.DateField(default=site_today, editable=False)
    # The last day of consent of which the team was told by mail (news.newsroom.consent_mails).
    warned_of = models.DateField(null=True, editable=False)

    objects: ClassVar[SpokespersonQuerySet] = SpokespersonQuerySet.as_manager()  # type: ignore[assignment]
    seen_relations: ClassVar[tuple[str, ...]] = ("topics", "commitments")
    unseen_fields: ClassVar[tuple[str, ...]] = (
        "warned_of",
        "entered_on",
        "consent_how",
        "consent_recorded_by_id",
    )

    class Meta:
        verbose_name = _("porte-parole")
        verbose_name_plural = _("porte-parole")
        ordering: ClassVar = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def language_codes(self) -> list[str]:
        """The codes of the languages spoken."""
        return [code for code in self.languages.split(",") if code]

    def is_shown(self, today: date | None = None) -> bool:
        """Returns whether the consent runs on `today`; in a query: `consenting`."""
        day = today or site_today()
        given, until = self.consent_given_on, self.consent_until
        return bool(given and until and given <= day <= until and self.consent_withdrawn_on is None)

    def erased_on(self) -> date:
        """Returns the day on which the worker erases the person, unless the consent is prolonged."""
        ends = [day for day in (self.consent_withdrawn_on, self.consent_until) if day is not None]
        last = min(ends, default=self.entered_on)
        return last + timedelta(days=settings.FEDCMS_SPOKESPERSON_KEPT_DAYS + 1)

    def clean(self) -> None:
        """Raises `ValidationError` for a consent that is not recorded in full, or whose days cannot be."""
        super().clean()
        recorded = {
            "consent_given_on": self.consent_given_on,
            "consent_how": self.consent_how,
            "consent_until": self.consent_until,
        }
        missing = [name for name, value in recorded.items() if not value]
        if missing and len(missing) < len(recorded):
            raise ValidationError(
                dict.fromkeys(missing, _("Un accord se note en entier : quand, comment, jusqu’à quand."))
            )
        if self.consent_withdrawn_on and missing:
            raise ValidationError({"consent_withdrawn_on": _("Aucun accord n’est noté.")})
        today = site_today()
        for name in ("consent_given_on", "consent_withdrawn_on"):
            day = getattr(self, name)
            if day and day > today:
                raise ValidationError({name: _("Ce jour est à venir.")})
        if self.consent_until and self.consent_given_on and self.consent_until < self.consent_given_on:
            raise ValidationError({"consent_until": _("L’accord finirait avant d’être donné.")})
        withdrawn = self.consent_withdrawn_on
        if withdrawn and self.consent_given_on and self.consent_given_on > withdrawn:
            raise ValidationError(
                {
                    "consent_withdrawn_on": _(
                        "Cet accord a été donné après le retrait : effacez le jour du retrait, sinon la personne ne "
                        "paraît pas et ses données sont effacées."
                    )
                }
            )
