"""Sources: other sites of clusters, with their formats and states."""

from datetime import date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from search.harvest_failures import Failure

MAX_ADDRESS = 2000


class SourceFormat(models.TextChoices):
    """The format in which a source publishes."""

    AUTO = "auto", _("Détection automatique")
    FEED = "feed", _("RSS ou Atom")
    JSON = "json", _("JSON Feed")
    CALENDAR = "icalendar", _("Calendrier (iCalendar)")
    SITEMAP = "sitemap", _("Plan de site d’actualités")


class SourceState(models.TextChoices):
    """Whether a source is read and its items are shown."""

    ACTIVE = "active", _("En service")
    PAUSED = "paused", _("En pause")
    ENDED = "ended", _("Abandonnée par son site")
    WITHDRAWN = "withdrawn", _("Retirée")


class HarvestSourceQuerySet(models.QuerySet["HarvestSource"]):
    """Queries of sources."""

    def due(self, now: datetime) -> Self:
        """Returns sources in service whose next try is due at `now`."""
        return self.filter(state=SourceState.ACTIVE, next_try__lte=now)

    def shown(self) -> Self:
        """Returns sources whose items search may show: all but withdrawn ones. Paused and ended ones keep theirs."""
        return self.exclude(state=SourceState.WITHDRAWN)


def today() -> date:
    """Returns today's date in the site's time zone."""
    return timezone.localdate()


class HarvestSource(models.Model):
    """One feed, calendar or sitemap of a cluster's own site, read with its consent."""

    cluster = models.ForeignKey(
        Cluster, on_delete=models.CASCADE, related_name="harvest_sources", verbose_name=_("cluster")
    )
    name = models.CharField(
        _("nom"),
        max_length=120,
        help_text=_("Tel qu’il paraît sous les résultats : « Le blog d’EdTech Ouest »."),
    )
    address = models.CharField(
        _("adresse"),
        max_length=MAX_ADDRESS,
        validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("Celle du flux ou du calendrier ; à défaut celle du site, qui y mène peut-être."),
    )
    format = models.CharField(_("format"), max_length=10, choices=SourceFormat, default=SourceFormat.AUTO)
    kind = models.CharField(
        _("type"),
        max_length=30,
        blank=True,
        help_text=_(
            "Sous quel type on trouve ses éléments ; sans choix, article, ou événement pour un calendrier."
        ),
    )
    language = models.CharField(
        _("langue"),
        max_length=12,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("Celle des éléments qui n’indiquent pas la leur."),
    )
    page_address = models.URLField(
        _("page publique"),
        max_length=500,
        blank=True,
        help_text=_(
            "Où mènent les éléments sans adresse propre, par exemple la page de l’agenda. Sinon, l’accueil du site."
        ),
    )
    consent_by = models.CharField(
        _("accord donné par"), max_length=150, help_text=_("Nom et fonction de qui publie ce site.")
    )
    consent_on = models.DateField(_("accord donné le"), default=today)
    licence = models.CharField(
        _("licence"),
        max_length=150,
        help_text=_(
            "Sous laquelle titres et résumés sont repris, par exemple « CC BY 4.0 » ou « avec accord »."
        ),
    )
    state = models.CharField(
        _("état"), max_length=10, choices=SourceState, default=SourceState.ACTIVE, editable=False
    )
    found_format = models.CharField(max_length=10, choices=SourceFormat, blank=True, editable=False)
    etag = models.CharField(max_length=300, blank=True, editable=False)
    last_modified = models.CharField(max_length=100, blank=True, editable=False)
    last_try = models.DateTimeField(_("dernier essai"), null=True, editable=False)
    last_success = models.DateTimeField(_("dernier succès"), null=True, editable=False)
    last_error = models.CharField(
        _("dernière erreur"), max_length=20, choices=Failure, blank=True, editable=False
    )
    last_error_detail = models.CharField(max_length=200, blank=True, editable=False)
    next_try = models.DateTimeField(_("prochain essai"), default=timezone.now, editable=False, db_index=True)
    failures = models.PositiveIntegerField(_("échecs consécutifs"), default=0, editable=False)
    told_at = models.DateTimeField(
        null=True, editable=False, help_text="When the publishers were told of this row of failures."
    )
    first_harvest = models.DateTimeField(
        null=True, editable=False, help_text="When the first harvest was complete."
    )

    objects: ClassVar[models.Manager["HarvestSource"]] = HarvestSourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sites des clusters")
        ordering: ClassVar = ["cluster__slug", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_shown(self) -> bool:
        """Whether search may show its items."""
        return self.state != SourceState.WITHDRAWN
