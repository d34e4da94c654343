"""The public texts of a source, and those from which each draft of a translation was made."""

from django.db import models
from wagtail.models import Page, Revision


class SourceText(models.Model):
    """The texts of a page that is translated, as its row has them; the two lists are those of state.source_texts.

    wagtail-localize keeps the words that were last submitted alone, and looks at the page again when somebody asks.
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
    """A revision whose author said that its change is minor: translations stay true. No row: the change counts."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = "minor change"

    def __str__(self) -> str:
        return str(self.revision_id)


class TranslatedFrom(models.Model):
    """The texts of the source, a list of [path, hash], that were translated when a draft of a translation was made."""

    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="+")
    segments = models.JSONField(default=list)

    class Meta:
        verbose_name = "origin of a draft"

    def __str__(self) -> str:
        return f"{self.revision_id}: {len(self.segments)} texts"
