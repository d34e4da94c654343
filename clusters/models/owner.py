"""What a cluster and the federation share as owners of a section: groups, collection, workflow."""

from typing import ClassVar

from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Collection, Workflow

from fedcms.media.models import Licence


class SectionOwner(models.Model):
    """An owner of a section.

    `clusters.sections.provisioning` makes groups, collection and workflow, for this owner alone.
    """

    email = models.EmailField(_("courriel"), help_text=_("Le formulaire de contact écrit à cette adresse."))
    press_email = models.EmailField(_("courriel presse"), blank=True)
    default_credit = models.CharField(
        _("crédit par défaut"),
        max_length=200,
        blank=True,
        help_text=_("Celui des images et des documents qui arrivent sans crédit. Vide : le nom ci-dessus."),
    )
    default_licence = models.CharField(
        _("licence par défaut"),
        max_length=20,
        choices=Licence,
        default=Licence.ALL_RIGHTS,
        help_text=_(
            "Autre que « Tous droits réservés » : la presse peut reprendre ce qui est transféré, et les autres "
            "clusters aussi, sauf avec « Libre pour la presse ». Jamais pour des photographies achetées."
        ),
    )
    editors_group = models.OneToOneField(
        Group, null=True, editable=False, on_delete=models.PROTECT, related_name="edits_%(class)s"
    )
    publishers_group = models.OneToOneField(
        Group, null=True, editable=False, on_delete=models.PROTECT, related_name="publishes_%(class)s"
    )
    collection = models.OneToOneField(
        Collection, null=True, editable=False, on_delete=models.PROTECT, related_name="of_%(class)s"
    )
    workflow = models.OneToOneField(
        Workflow, null=True, editable=False, on_delete=models.PROTECT, related_name="of_%(class)s"
    )

    # Columns that no page shows (fedcms.core.changes.content_digest).
    unseen_fields: ClassVar[tuple[str, ...]] = (
        "editors_group_id",
        "publishers_group_id",
        "collection_id",
        "workflow_id",
        "default_credit",
        "default_licence",
    )

    class Meta:
        abstract = True

    @property
    def press_address(self) -> str:
        """The e-mail address for the press."""
        return self.press_email or self.email
