"""Commitments: the missions, axes and promises of the federation's manifesto, one row whatever the language."""

from typing import ClassVar

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel

from fedcms.core.i18n.translated_text import TranslatedTextField


class CommitmentKind(models.IntegerChoices):
    """What kind of commitment it is, in the order of the manifesto."""

    # Other words than those of a trade mission in some languages.
    MISSION = 1, pgettext_lazy("manifeste", "Mission")
    AXIS = 2, _("Axe")
    PROMISE = 3, _("Promesse")


class Commitment(models.Model):
    """One numbered commitment of the manifesto. Content is tagged with it; its page is a route of the manifesto's."""

    kind = models.PositiveSmallIntegerField(_("nature"), choices=CommitmentKind)
    number = models.PositiveSmallIntegerField(
        _("numéro"), validators=[MinValueValidator(1)], help_text=_("Celui qu’il porte dans le manifeste.")
    )
    slug = models.SlugField(
        _("identifiant"), unique=True, help_text=_("Dans l’adresse de sa page, par exemple « axe-2 ».")
    )
    title = TranslatedTextField(
        _("titre court"), text_max_length=80, help_text=_("Quelques mots, pour les listes et les cartes.")
    )
    text = TranslatedTextField(
        _("texte du manifeste"),
        multiline=True,
        text_max_length=800,
        help_text=_("Mot pour mot, comme dans le manifeste."),
    )

    class Meta:
        verbose_name = _("engagement du manifeste")
        verbose_name_plural = _("engagements du manifeste")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "number"], name="one_commitment_a_number")
        ]
        ordering: ClassVar = ["kind", "number"]

    def __str__(self) -> str:
        return f"{self.name} – {self.title}"

    @property
    def name(self) -> str:
        """Its nature and number, in the active language: "Axe 2"."""
        return f"{CommitmentKind(self.kind).label} {self.number}"


def commitments_panel() -> FieldPanel:
    """Returns the field by which content is tagged. Its help text is here: in the field it would cause migrations."""
    return FieldPanel(
        "commitments",
        help_text=_(
            "La mission, l’axe ou la promesse dont la page est la preuve : elle paraît sous cet engagement, à la page "
            "du manifeste, dans toutes les langues. Un ou deux suffisent ; rien, si la page n’en prouve aucun "
            "(plusieurs : touche Ctrl ou ⌘)."
        ),
    )
