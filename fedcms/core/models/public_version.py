"""Random marks that change in the transaction that changes public content (fedcms.core.public_version)."""

from django.db import models
from wagtail.models import Locale


class PublicVersion(models.Model):
    """A mark of one language, or of all (`locale` = None). There may be several for each."""

    locale = models.ForeignKey(Locale, null=True, on_delete=models.CASCADE, related_name="+")
    mark = models.CharField(max_length=16)

    class Meta:
        verbose_name = "public version"
        verbose_name_plural = "public versions"

    def __str__(self) -> str:
        return self.mark
