"""The glossary: the federation's translation of a term, one row for each term and pair of languages."""

from typing import ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.translation.texts.word_comparison import fold_term

MAX_TERM = 120
"""The maximum length of a term in characters: anything longer is a sentence."""


def languages() -> list[tuple[str, str]]:
    """Returns the languages of content; a function, so that migrations do not contain the list."""
    return list(settings.WAGTAIL_CONTENT_LANGUAGES)


class GlossaryTermQuerySet(models.QuerySet["GlossaryTerm"]):
    """The queries on glossary terms."""

    def of_pair(self, source: str, target: str) -> Self:
        """Filters the terms that are translated from one language into another, both given by their codes."""
        return self.filter(source_language=source, target_language=target)


class GlossaryTerm(models.Model):
    """A term and its expected translation; or, with `keep`, a term that is not to be translated."""

    source_language = models.CharField(_("de"), max_length=12, choices=languages)
    target_language = models.CharField(_("vers"), max_length=12, choices=languages)
    source_term = models.CharField(
        _("terme"), max_length=MAX_TERM, help_text=_("Au singulier, comme dans un dictionnaire.")
    )
    target_term = models.CharField(_("traduction attendue"), max_length=MAX_TERM, blank=True)
    keep = models.BooleanField(
        _("ne se traduit pas"),
        default=False,
        help_text=_("Un nom propre, une marque : la traduction le reprend tel quel."),
    )
    note = models.CharField(
        _("note"),
        max_length=300,
        blank=True,
        help_text=_("Pour qui traduit : le sens retenu, un contexte, une source."),
    )
    key = models.CharField(max_length=2 * MAX_TERM, editable=False, help_text="The term as it is compared.")
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[GlossaryTermQuerySet] = GlossaryTermQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("terme")
        verbose_name_plural = _("termes")
        ordering: ClassVar = ["source_language", "target_language", "key"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source_language", "target_language", "key"], name="one_translation_a_term"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_term} → {self.expected}"

    @property
    def expected(self) -> str:
        """The term that a translation should contain."""
        return self.source_term if self.keep else self.target_term

    def clean(self) -> None:
        """Normalises the terms and checks them. Raises `ValidationError`, by field.

        Refused are: two equal languages, a term without a word, a missing or needless translation, and a duplicate.
        """
        super().clean()
        self.source_term = " ".join(self.source_term.split())
        self.target_term = " ".join(self.target_term.split())
        self.key = fold_term(self.source_term)
        errors: dict[str, ValidationError] = {}
        if self.source_term and not self.key:
            errors["source_term"] = ValidationError(_("Ce terme ne contient aucun mot."))
        if self.source_language == self.target_language:
            errors["target_language"] = ValidationError(_("Choisissez deux langues différentes."))
        if not self.keep and not self.target_term:
            errors["target_term"] = ValidationError(
                _("Donnez la traduction, ou cochez « ne se traduit pas ».")
            )
        if self.keep and self.target_term and self.target_term != self.source_term:
            errors["target_term"] = ValidationError(
                _("Un terme qui ne se traduit pas n’a pas de traduction : videz ce champ.")
            )
        twins = GlossaryTerm.objects.of_pair(self.source_language, self.target_language).filter(key=self.key)
        if not errors and twins.exclude(pk=self.pk).exists():
            errors["source_term"] = ValidationError(_("Ce terme est déjà dans le glossaire de ces langues."))
        if errors:
            raise ValidationError(errors)

    def save(self, *args: object, **kwargs: object) -> None:
        """Saves the term, and the form in which it is compared (`key`)."""
        self.key = fold_term(self.source_term)
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # forwarded as they came


class ServiceGlossary(models.Model):
    """A copy of a language pair's terms at a translation service, whose id there is `remote_id`.

    It is outdated when `digest` is not that of the present terms.
    """

    service = models.CharField(max_length=40)
    source_language = models.CharField(max_length=12)
    target_language = models.CharField(max_length=12)
    digest = models.CharField(max_length=64)
    remote_id = models.CharField(max_length=100)

    class Meta:
        verbose_name = "glossary at a service"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["service", "source_language", "target_language"],
                name="one_glossary_a_service_and_pair",
            )
        ]

    def __str__(self) -> str:
        return f"{self.service}: {self.source_language} → {self.target_language}"
