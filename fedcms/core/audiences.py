"""The audiences of content: the three worlds of education."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """An audience: its key in addresses and facets, and its label."""

    SCHOOL = "school", _("Enseignement scolaire")
    HIGHER = "higher", _("Enseignement supérieur")
    VOCATIONAL = "vocational", _("Formation professionnelle")
