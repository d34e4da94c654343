"""The groups of kinds that are listed together: news, and the agenda."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ListingGroup(models.TextChoices):
    """Each kind of content belongs to one group; its value stands in addresses of feeds (`/feeds/kinds/news/`)."""

    NEWS = "news", _("Toutes les actualités")
    AGENDA = "agenda", _("Agenda")
