"""The texts of a translation when it was last approved, with the source texts of that moment."""

from django.db import models
from django.utils import timezone
from wagtail.models import Revision
from wagtail_localize.models import Translation


class ApprovedTranslation(models.Model):
    """The texts of the last published revision of a translation, with which a reviewer compares the next one.

    `texts` is a list of [path of the field or block, source, translation], in the order of the page. They are copied
    because wagtail-localize stores present strings only: it overwrites the source that was translated with the new one.
    """

    translation = models.OneToOneField(Translation, on_delete=models.CASCADE, related_name="approved")
    revision = models.ForeignKey(Revision, null=True, on_delete=models.SET_NULL, related_name="+")
    approved_at = models.DateTimeField(default=timezone.now)
    texts = models.JSONField(default=list)

    class Meta:
        verbose_name = "approved translation"

    def __str__(self) -> str:
        return f"{self.translation_id} at {self.approved_at:%Y-%m-%d}"
