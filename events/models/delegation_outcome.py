"""What came out of a mission: a text, figures that may come later, and a story of each organisation."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from events.form_versions import NEW
from events.models.application import Application
from events.models.call import CallForApplications
from fedcms.core.i18n.translated_text import TranslatedTextField

MOST_COUNTED = 100_000


class DelegationOutcome(models.Model):
    """What came out of a mission. Figures are of a day, and may be completed later."""

    call = models.OneToOneField(CallForApplications, on_delete=models.CASCADE, related_name="outcome")
    text = TranslatedTextField(_("bilan"), multiline=True, text_max_length=4000, blank=True)
    contacts = models.PositiveIntegerField(
        _("contacts noués"), null=True, blank=True, validators=[MaxValueValidator(MOST_COUNTED)]
    )
    contracts = models.PositiveIntegerField(
        _("contrats signés"), null=True, blank=True, validators=[MaxValueValidator(MOST_COUNTED)]
    )
    counted_on = models.DateField(_("chiffres du"), null=True, blank=True)
    published_at = models.DateTimeField(null=True, editable=False)
    # Of the form that was saved last: sent twice, it is saved once.
    form_key = models.UUIDField(null=True, editable=False)

    class Meta:
        verbose_name = _("bilan d’une mission")
        verbose_name_plural = _("bilans de missions")

    def __str__(self) -> str:
        return f"#{self.call_id}"

    @property
    def version(self) -> str:
        """What a form of it is based on: the key of the form that was saved last."""
        return str(self.form_key or NEW)

    @property
    def has_figures(self) -> bool:
        """Whether something is counted already."""
        return self.contacts is not None or self.contracts is not None

    @property
    def is_public(self) -> bool:
        """Whether it is published, and the mission took place."""
        return self.published_at is not None and not self.call.is_cancelled


class DelegateStory(models.Model):
    """The success story that was begun of an organisation of a delegation."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="delegate_story")
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("réussite d’une organisation de la délégation")
        verbose_name_plural = _("réussites des organisations de la délégation")

    def __str__(self) -> str:
        return f"#{self.application_id}"
