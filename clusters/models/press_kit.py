"""The press kit of a cluster or of the federation: its vector logo, and the images and documents that it offers."""

from typing import ClassVar

from django.conf import settings
from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from clusters.models.cluster import Cluster
from clusters.models.federation import Federation
from clusters.models.owner import SectionOwner

VECTOR_FOLDER = "press-kits/"
"""Where vector logos are stored. Nothing below it has an address of its own."""


class PressKit(ClusterableModel):
    """What an owner adds to its press kit. The rest is collected when it is asked for (clusters.press_access.kits).

    There is one for each cluster and one for the federation (`cluster` is `None`), made with their rows.
    """

    cluster = models.OneToOneField(
        Cluster, null=True, editable=False, on_delete=models.CASCADE, related_name="press_kit"
    )
    vector_logo = models.FileField(
        _("logo vectoriel (SVG)"),
        upload_to=VECTOR_FOLDER,
        blank=True,
        validators=[FileExtensionValidator(["svg"])],
        help_text=_(
            "Pour l’imprimeur et le maquettiste. Ce qui n’est pas du dessin (scripts, liens, images incorporées) en "
            "est retiré. Il est proposé à la presse avec votre nom comme crédit et la licence « Libre pour la presse »."
        ),
    )
    completes = models.BooleanField(
        _("compléter avec les images des derniers communiqués"),
        default=True,
        help_text=_(
            "Celles dont la licence permet la reprise, après les images choisies ici. Rien à faire de plus."
        ),
    )

    class Meta:
        verbose_name = _("dossier de presse")
        verbose_name_plural = _("dossiers de presse")
        ordering: ClassVar = [models.F("cluster__slug").asc(nulls_first=True)]
        constraints: ClassVar = [
            # NULL equals no other NULL: the federation's is counted as 0, which no cluster is.
            models.UniqueConstraint(Coalesce("cluster", 0), name="one_press_kit_for_each_owner")
        ]

    def __str__(self) -> str:
        return str(self.owner)

    @property
    def owner(self) -> SectionOwner:
        """The cluster, or the federation."""
        return self.cluster or Federation.load()


class PressKitImage(Orderable):
    """An image that an owner offers to the press."""

    press_kit = ParentalKey(PressKit, on_delete=models.CASCADE, related_name="images")
    image = models.ForeignKey(
        "media.FederationImage", on_delete=models.CASCADE, related_name="+", verbose_name=_("image")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("image du dossier de presse")

    def __str__(self) -> str:
        return str(self.image)


class PressKitDocument(Orderable):
    """A document that an owner offers to the press, in every language or in one."""

    press_kit = ParentalKey(PressKit, on_delete=models.CASCADE, related_name="documents")
    document = models.ForeignKey(
        "media.FederationDocument", on_delete=models.CASCADE, related_name="+", verbose_name=_("document")
    )
    language = models.CharField(
        _("langue du dossier"),
        max_length=12,
        blank=True,
        choices=settings.WAGTAIL_CONTENT_LANGUAGES,
        help_text=_("Vide : dans le dossier de toutes les langues."),
    )

    class Meta(Orderable.Meta):
        verbose_name = _("document du dossier de presse")

    def __str__(self) -> str:
        return str(self.document)
