"""The concepts of the thesaurus: one row for each, with labels in each language."""

from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from fedcms.core.i18n.translated_text import TranslatedText, TranslatedTextField
from search.engines.labels import is_acronym
from search.language import compounds, fold, is_stop_word

MAX_LABEL = 80
"""The most characters of a label: nobody types a longer one."""
MAX_LABELS = 20
"""The most labels of a concept in one language: more would slow down each search for one of them."""


def as_labels(text: str) -> tuple[str, ...]:
    """Returns the labels of a text with one a line, without empty ones and without repetitions."""
    labels: dict[str, str] = {}
    for line in text.splitlines():
        if label := " ".join(line.split()):
            labels.setdefault(fold_label(label) or label, label)
    return tuple(labels.values())


def fold_label(label: str) -> str:
    """Returns a label as it is compared: its folded words."""
    return " ".join(filter(None, (fold(word) for word in label.split())))


class ThesaurusConcept(models.Model):
    """A concept with its labels: a search for one finds the others. The first of a language is the preferred one."""

    key = models.SlugField(
        _("clé"), unique=True, max_length=60, help_text=_("Un nom court, sans accent ; il ne change plus.")
    )
    labels = TranslatedTextField(
        _("libellés"),
        multiline=True,
        text_max_length=MAX_LABELS * (MAX_LABEL + 2),
        help_text=_(
            "Un libellé par ligne, le préféré d’abord, puis sigles et synonymes. Un sigle s’écrit en capitales : "
            "il est alors cherché tel quel, sans que ses lettres soient prises pour le début d’un autre mot."
        ),
    )
    note = models.CharField(
        _("note"),
        blank=True,
        max_length=300,
        help_text=_("Pour l’équipe : sens retenu, source. Non publiée."),
    )
    words = models.TextField(editable=False, default="", help_text="What the admin searches in.")

    class Meta:
        verbose_name = _("concept")
        verbose_name_plural = _("concepts")
        ordering: ClassVar = ["key"]

    def __str__(self) -> str:
        labels = as_labels(self.labels.text_for())
        return labels[0] if labels else self.key

    def labels_in(self, language: str) -> tuple[str, ...]:
        """Returns the labels in one language, the preferred one first."""
        return as_labels(self.labels.get(language, ""))

    def all_labels(self) -> dict[str, tuple[str, ...]]:
        """Returns the labels by language, without languages that have none."""
        found = {code: self.labels_in(code) for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES}
        return {code: labels for code, labels in found.items() if labels}

    def clean(self) -> None:
        """Tidies the labels. Raises `ValidationError` without any label, or for one that no search could use."""
        super().clean()
        self.labels = TranslatedText({code: "\n".join(each) for code, each in self.all_labels().items()})
        errors = [
            message for code, labels in self.all_labels().items() for message in _mistakes(code, labels)
        ]
        if not self.labels:
            errors.append(ValidationError(_("Écrivez ce texte dans une langue au moins."), code="required"))
        if errors:
            raise ValidationError({"labels": errors})

    def save(self, *args: object, **kwargs: object) -> None:
        """Computes `words`, in which the admin searches, and saves."""
        self.words = self.searched_words()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # forwarded as they came

    def searched_words(self) -> str:
        """Returns the labels as written and as folded, one a line."""
        labels = [label for each in self.all_labels().values() for label in each]
        return "\n".join(dict.fromkeys([*labels, *map(fold_label, labels)]))

    def labels_of_others(self) -> list[tuple[str, "ThesaurusConcept"]]:
        """Returns (label, other concept) of each label that another concept shares. Allowed, but worth a warning."""
        own = {(code, fold_label(label)) for code, labels in self.all_labels().items() for label in labels}
        return [
            (label, other)
            for other in ThesaurusConcept.objects.exclude(pk=self.pk)
            for code, labels in other.all_labels().items()
            for label in labels
            if (code, fold_label(label)) in own
        ]


def _mistakes(language: str, labels: tuple[str, ...]) -> list[ValidationError]:
    name = dict(settings.WAGTAIL_CONTENT_LANGUAGES)[language]
    found = []
    if len(labels) > MAX_LABELS:
        message = _("%(language)s : %(count)d libellés au plus.")
        found.append(ValidationError(message, code="many", params={"language": name, "count": MAX_LABELS}))
    for label in labels:
        words = [fold(part.text) for compound in compounds(label, language) for part in compound.parts]
        params = {"language": name, "label": label[:MAX_LABEL], "count": MAX_LABEL}
        if len(label) > MAX_LABEL:
            message = _("%(language)s : « %(label)s… » dépasse %(count)d signes.")
        elif not any(words):
            message = _("%(language)s : « %(label)s » ne contient aucun mot.")
        elif not is_acronym(label) and all(is_stop_word(word, language) for word in words if word):
            message = _("%(language)s : « %(label)s » est trop courant pour qu’on le cherche.")
        else:
            continue
        found.append(ValidationError(message, code="label", params=params))
    return found
