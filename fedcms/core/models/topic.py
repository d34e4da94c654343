"""Topics of content: one row whatever the language."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from fedcms.core.compiled_queries import fetch_objects
from fedcms.core.i18n.translated_text import TranslatedTextField


class Topic(models.Model):
    """A subject of education technology. Facets and addresses use `key`; people read `labels`."""

    key = models.SlugField(_("clé"), unique=True, help_text=_("Dans les adresses ; ne change plus."))
    labels = TranslatedTextField(_("libellés"), text_max_length=80)

    class Meta:
        verbose_name = _("thème")
        verbose_name_plural = _("thèmes")
        ordering = ["key"]

    def __str__(self) -> str:
        return str(self.labels) or self.key


def _topics() -> "models.QuerySet[Topic, Topic]":
    return Topic.objects.all()


def all_topics() -> list[Topic]:
    """Returns all topics, sorted by key. One query."""
    return fetch_objects(_topics)
