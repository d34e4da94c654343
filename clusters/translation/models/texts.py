"""The public texts of a source page, and those from which each draft of a translation was made."""

from django.db import models
from wagtail.models import Page, Revision


class SourceText(models.Model):
    """The texts of a translated page, as its row (not its draft) has them; texts.source_texts describes the two lists.

    Needed because wagtail-localize stores only the texts that were submitted last, and rereads the page only when
    somebody submits it again.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")
    segments = models.JSONField(default=list)
    gone = models.JSONField(default=list)
    revision_id = models.BigIntegerField(null=True, help_text="The live revision of which the texts are.")

    class Meta:
        verbose_name = "text of a source"

    def __str__(self) -> str:
        return f"{self.page_id}: {len(self.segments)} texts"


class MinorChange(models.Model):
    """A revision whose author said that its change is minor, so that translations stay fresh.

    A revision without such a row counts as a change.
    """

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "minor change"

    def __str__(self) -> str:
        return str(self.revision_id)


class TranslatedFrom(models.Model):
    """The source texts, a list of [path, hash], that were translated when a draft of a translation was made."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="+")
    segments = models.JSONField(default=list)

    class Meta:
        verbose_name = "origin of a draft"

    def __str__(self) -> str:
        return f"{self.revision_id}: {len(self.segments)} texts"
