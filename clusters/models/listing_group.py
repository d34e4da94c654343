"""The groups of kinds that are listed together: news, and the agenda."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ListingGroup(models.TextChoices):
    """The group of a kind of content; each has one. The value is part of feed addresses (`/feeds/kinds/news/`)."""

    NEWS = "news", _("Toutes les actualités")
    AGENDA = "agenda", _("Agenda")
