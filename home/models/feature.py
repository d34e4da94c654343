"""Pages that editors feature on the home page."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import PageChooserPanel
from wagtail.models import Orderable


class HomeFeature(Orderable):
    """A page that editors put first on the home page; the first of them leads."""

    page = ParentalKey("home.HomePage", on_delete=models.CASCADE, related_name="features")
    content = models.ForeignKey(
        "clusters.ContentPage", on_delete=models.CASCADE, related_name="+", verbose_name=_("page")
    )

    panels: ClassVar = [PageChooserPanel("content")]

    class Meta(Orderable.Meta):
        verbose_name = _("page à la une")
        verbose_name_plural = _("pages à la une")

    def __str__(self) -> str:
        return str(self.content)
