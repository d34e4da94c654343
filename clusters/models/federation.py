"""The federation itself: one row with its texts and its team."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.models.owner import SectionOwner
from fedcms.core.design.colour import FEDERATION_ACCENT
from fedcms.core.i18n.translated_text import TranslatedTextField


class Federation(SectionOwner):
    """The owner of the pages that belong to no cluster. There is one row, with key 1."""

    name = TranslatedTextField(_("nom"), text_max_length=120)
    boilerplate = TranslatedTextField(
        _("à propos (presse)"), multiline=True, blank=True, text_max_length=1200
    )

    # The federation has code and colour as a cluster has.
    code = "FED"
    accent = FEDERATION_ACCENT

    class Meta(SectionOwner.Meta):
        verbose_name = _("fédération")
        verbose_name_plural = _("fédération")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_federation")]

    def __str__(self) -> str:
        return str(self.name)

    @classmethod
    def load(cls) -> Self:
        """Returns the row; creates it with neutral texts when it does not exist yet."""
        federation, _created = cls.objects.get_or_create(
            pk=1,
            defaults={
                "email": "contact@federation.example",
                "name": {
                    "fr": "Fédération des clusters EdTech francophones",
                    "en": "Federation of French-speaking EdTech clusters",
                    "es": "Federación de clústeres EdTech francófonos",
                    "ar": "اتحاد تجمعات تكنولوجيا التعليم الفرنكوفونية",
                },
            },
        )
        return federation
