"""The delegation of a mission as everybody sees it: whether its page is public, what each organisation says there."""

from typing import ClassVar, Self
from uuid import UUID

from django.db import models
from django.utils.translation import gettext_lazy as _

from events.models.application import Application
from events.models.call import CallForApplications
from fedcms.core.i18n.translated_text import TranslatedText, TranslatedTextField

LONGEST_PROFILE = 2000
DELEGATE_TEXTS = ("profile", "offer", "sought")
"""What an organisation of a delegation says of itself."""


class Delegation(models.Model):
    """The page of a mission's delegation, once its organisers have published it."""

    call = models.OneToOneField(CallForApplications, on_delete=models.CASCADE, related_name="delegation")
    published_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("délégation")
        verbose_name_plural = _("délégations")

    def __str__(self) -> str:
        return f"#{self.call_id}"

    @property
    def is_public(self) -> bool:
        """Whether it is published, and the mission takes place."""
        return self.published_at is not None and not self.call.is_cancelled


class DelegateQuerySet(models.QuerySet["DelegateProfile"]):
    """The queries on what organisations say of themselves."""

    def shown_for(self, translation_key: UUID) -> Self:
        """Filters those that everybody reads on the page of a mission's delegation, by organisation.

        Of who is not chosen any more, has withdrawn or was erased, nothing is shown.
        """
        chosen = Application.objects.chosen_for(translation_key).order_by().values("pk")
        found = self.filter(application__in=chosen).exclude(consented_at=None).exclude(approved_at=None)
        return found.select_related("application__cluster").order_by("application__organisation", "pk")


class DelegateProfile(models.Model):
    """What an organisation of a delegation says of itself, in its own language, and what was approved of it."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="delegate_profile")
    # As the organisation wrote it last, in the language of its application.
    profile = models.TextField(_("qui vous êtes"), max_length=LONGEST_PROFILE, blank=True)
    offer = models.TextField(_("ce que vous proposez"), max_length=LONGEST_PROFILE, blank=True)
    sought = models.TextField(_("ce que vous cherchez"), max_length=LONGEST_PROFILE, blank=True)
    # The words that were agreed to, as long as they are.
    consent = models.TextField(blank=True)
    consented_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)
    # Of the form that was saved last: sent twice, it is saved once.
    saved_form_key = models.CharField(max_length=32, blank=True)
    # What everybody reads: the words of the version that was approved, with their translations.
    shown_profile = TranslatedTextField()
    shown_offer = TranslatedTextField()
    shown_sought = TranslatedTextField()
    approved_version = models.PositiveIntegerField(default=0)
    approved_at = models.DateTimeField(null=True)

    # Who goes is known where the delegation is shown.
    wagtail_reference_index_ignore = True

    objects: ClassVar[DelegateQuerySet] = DelegateQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("présentation d’une organisation de la délégation")
        verbose_name_plural = _("présentations des organisations de la délégation")

    def __str__(self) -> str:
        return f"#{self.application_id}"

    @property
    def is_shown(self) -> bool:
        """Whether everybody may read it while it is in a public delegation."""
        return self.consented_at is not None and self.approved_at is not None

    @property
    def waits_for_approval(self) -> bool:
        """Whether the organisation wants to show words that nobody has approved."""
        is_newest = self.approved_at is not None and self.approved_version == self.version
        return self.consented_at is not None and not is_newest

    def shown(self, name: str) -> TranslatedText:
        """Returns what was approved of one of `DELEGATE_TEXTS`."""
        text: TranslatedText = getattr(self, f"shown_{name}")
        return text


class DelegateMessage(models.Model):
    """A form by which somebody wrote to an organisation of a delegation: known again, and nothing of what it said."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    form_key = models.CharField(max_length=32, unique=True)
    digest = models.CharField(max_length=64)
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("message à une organisation de la délégation")
        verbose_name_plural = _("messages aux organisations de la délégation")

    def __str__(self) -> str:
        return f"#{self.pk}"
