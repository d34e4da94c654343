"""Words of a search without result that somebody proposes to the thesaurus, and what was decided."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from fedcms.core.i18n.translated_text import TranslatedText, TranslatedTextField
from fedcms.users.models import User
from search.models.statistics import MAX_WORDS
from search.models.thesaurus import MAX_LABEL, MAX_LABELS, ThesaurusConcept, as_labels

_KEY_LENGTH = 50
"""The most characters of a key that is made of a label: a number may follow."""


def _languages() -> list[tuple[str, str]]:
    return list(settings.LANGUAGES)


class ProposalState(models.TextChoices):
    """What became of a proposal."""

    PROPOSED = "proposed", _("À examiner")
    ACCEPTED = "accepted", _("Acceptée")
    REFUSED = "refused", _("Écartée")


class ConceptProposal(models.Model):
    """Words searched in one language that the thesaurus should know. Who keeps the thesaurus accepts them or not.

    Accepted labels go to a concept that means the same, or are a new one: then the next search uses them.
    """

    words = models.CharField(_("mots cherchés"), max_length=MAX_WORDS, editable=False)
    language = models.CharField(_("langue"), max_length=12, choices=_languages, editable=False)
    state = models.CharField(
        _("décision"), max_length=10, choices=ProposalState, default=ProposalState.PROPOSED
    )
    concept = models.ForeignKey(
        ThesaurusConcept,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("concept"),
        help_text=_("Celui qui veut dire la même chose. Sans lui, un nouveau concept est créé."),
    )
    labels = TranslatedTextField(
        _("libellés"),
        multiline=True,
        text_max_length=MAX_LABELS * (MAX_LABEL + 2),
        help_text=_(
            "Un libellé par ligne, dans chaque langue où il existe : ils s’ajoutent à ceux du concept choisi, ou "
            "forment le nouveau. Les mots cherchés sont comptés sans accents ni majuscules : rétablissez-les."
        ),
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField(_("proposé le"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("proposition au thésaurus")
        verbose_name_plural = _("propositions au thésaurus")
        ordering: ClassVar = ["-proposed_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["language", "words"], name="one_concept_proposal")
        ]

    def __str__(self) -> str:
        return self.words

    def resulting_concept(self) -> ThesaurusConcept:
        """Returns the concept as it would be with the labels, unsaved: the one that is chosen, or a new one."""
        concept = (
            ThesaurusConcept(key=self._free_key())
            if self.concept_id is None
            else ThesaurusConcept.objects.get(pk=self.concept_id)
        )
        texts = {
            code: "\n".join(as_labels(f"{concept.labels.get(code, '')}\n{self.labels.get(code, '')}"))
            for code in {**concept.labels, **self.labels}
        }
        concept.labels = TranslatedText({code: text for code, text in texts.items() if text})
        return concept

    def record_decision(self, user: User) -> bool:
        """Notes who decided, and writes the concept of an accepted proposal. Call it in a transaction, then save.

        Returns False for what somebody else has accepted meanwhile: that stays so, and is not written twice. Raises
        `ObjectDoesNotExist` when the concept is deleted, `IntegrityError` when another has taken the new one's key.
        """
        stored = type(self).objects.select_for_update().get(pk=self.pk)
        if stored.state == ProposalState.ACCEPTED:
            for name in ("state", "labels", "concept_id", "decided_by_id", "decided_at"):
                setattr(self, name, getattr(stored, name))
            return False
        is_decided = self.state != ProposalState.PROPOSED
        self.decided_by, self.decided_at = (user, timezone.now()) if is_decided else (None, None)
        if self.state == ProposalState.ACCEPTED:
            # Two proposals may go to one concept: the second adds to what the first has written.
            if self.concept_id is not None:
                ThesaurusConcept.objects.select_for_update().get(pk=self.concept_id)
            self.concept = self.resulting_concept()
            self.concept.save()
        return True

    def _free_key(self) -> str:
        """Returns a key that no concept has, made of a label in Latin letters."""
        labels = [label for code in ("en", "fr", "es") for label in as_labels(self.labels.get(code, ""))]
        start = next(filter(None, map(slugify, labels)), "concept")[:_KEY_LENGTH].strip("-")
        taken = set(ThesaurusConcept.objects.filter(key__startswith=start).values_list("key", flat=True))
        numbered = (f"{start}-{number}" for number in range(2, len(taken) + 3))
        return next(key for key in (start, *numbered) if key not in taken)
