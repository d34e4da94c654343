"""The jury of a call: who evaluates, who declares a conflict of interest, how each scores by criterion."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.models.application import Application
from events.models.call import CallForApplications, SelectionCriterion

BEST_SCORE = 5
LONGEST_COMMENT = 2000


class Evaluator(models.Model):
    """Somebody of any cluster who sees the applications to one call, as long as this row is there, and nothing else."""

    call = models.ForeignKey(CallForApplications, on_delete=models.CASCADE, related_name="evaluators")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    invited_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("membre d’un jury")
        verbose_name_plural = _("membres d’un jury")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["call", "user"], name="one_evaluator_a_person")
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class ConflictOfInterest(models.Model):
    """Somebody has an interest in an application: they see neither it nor its scores, whatever else they may see."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="conflicts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    declared_at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("conflit d’intérêts")
        verbose_name_plural = _("conflits d’intérêts")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "user"], name="one_conflict_a_person")
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Evaluation(models.Model):
    """What one evaluator thinks of one application. Once it is submitted, it stays, and they see those of others."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="evaluations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    comment = models.TextField(_("commentaire"), max_length=LONGEST_COMMENT, blank=True)
    submitted_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("évaluation")
        verbose_name_plural = _("évaluations")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "user"], name="one_evaluation_a_person")
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class CriterionScore(models.Model):
    """The score of one criterion in an evaluation."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(SelectionCriterion, on_delete=models.CASCADE, related_name="+")
    value = models.PositiveSmallIntegerField(validators=[MaxValueValidator(BEST_SCORE)])

    class Meta:
        verbose_name = _("note d’un critère")
        verbose_name_plural = _("notes d’un critère")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["evaluation", "criterion"], name="one_score_a_criterion")
        ]

    def __str__(self) -> str:
        return f"{self.criterion_id}: {self.value}"
