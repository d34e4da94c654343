"""The charter that clusters sign: versions, text per language, signatures."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.models import Orderable

from fedcms.core.i18n.translated_text import TranslatedTextField


class Charter(ClusterableModel):
    """One version of the charter. The version in force is the newest whose date has come."""

    version = models.CharField(_("version"), max_length=20, unique=True)
    effective_on = models.DateField(_("en vigueur le"))
    summary = TranslatedTextField(_("résumé"), multiline=True, text_max_length=400)

    panels: ClassVar = [
        FieldPanel("version"),
        FieldPanel("effective_on"),
        FieldPanel("summary"),
        InlinePanel("articles", label=_("articles")),
        InlinePanel("signatures", label=_("signatures")),
    ]

    class Meta:
        verbose_name = _("charte")
        verbose_name_plural = _("chartes")
        ordering: ClassVar = ["-effective_on"]

    def __str__(self) -> str:
        return f"{_('charte')} {self.version}"


class CharterArticle(Orderable):
    """One article of a version of the charter."""

    charter = ParentalKey(Charter, on_delete=models.CASCADE, related_name="articles")
    heading = TranslatedTextField(_("titre"), text_max_length=160)
    text = TranslatedTextField(_("texte"), multiline=True, text_max_length=4000)

    class Meta(Orderable.Meta):
        verbose_name = _("article de la charte")

    def __str__(self) -> str:
        return str(self.heading)


class CharterSignature(Orderable):
    """A cluster's signature of a version, with its date. Correct a wrong one; do not delete history."""

    charter = ParentalKey(Charter, on_delete=models.CASCADE, related_name="signatures")
    cluster = models.ForeignKey(
        "clusters.Cluster", on_delete=models.PROTECT, related_name="signatures", verbose_name=_("cluster")
    )
    signed_on = models.DateField(_("signée le"))

    class Meta(Orderable.Meta):
        verbose_name = _("signature de la charte")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["charter", "cluster"], name="one_signature_per_cluster_and_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.cluster} {self.signed_on}"
