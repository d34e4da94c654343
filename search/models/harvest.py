"""Where clusters publish besides: their sources, what was found there, and the hosts that are asked politely."""

from datetime import date, datetime
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from search.harvest_failures import Failure

MAX_ADDRESS = 2000


class SourceFormat(models.TextChoices):
    """In which format a source publishes."""

    AUTO = "auto", _("À reconnaître")
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
    """The verbs by which sources are asked for."""

    def due(self, now: datetime) -> Self:
        """Those whose turn has come."""
        return self.filter(state=SourceState.ACTIVE, next_try__lte=now)

    def shown(self) -> Self:
        """Those whose items are found: all but the withdrawn. A pause, or an end, takes nothing away."""
        return self.exclude(state=SourceState.WITHDRAWN)


def today() -> date:
    """The day in the site's zone."""
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
        help_text=_("De ce qui ne dit pas sa langue."),
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
    failures = models.PositiveIntegerField(_("échecs de suite"), default=0, editable=False)
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
        """Whether its items are found."""
        return self.state != SourceState.WITHDRAWN


class HarvestedItemQuerySet(models.QuerySet["HarvestedItem"]):
    """The verbs by which items are asked for."""

    def shown(self) -> Self:
        """Those that search may know: with a title, not gone, of a source that was not withdrawn."""
        return self.filter(gone_at=None).exclude(title="").exclude(source__state=SourceState.WITHDRAWN)

    def leading(self) -> Self:
        """Those of them that stand for themselves; the others are credited in a result that says the same."""
        return self.shown().filter(same_as=None)

    def to_visit(self, now: datetime) -> Self:
        """Those whose own address is due to be looked at."""
        alive = Q(source__state__in=(SourceState.ACTIVE, SourceState.ENDED, SourceState.PAUSED))
        return self.filter(alive, next_visit__lte=now)


class HarvestedItem(models.Model):
    """What a source says of one thing that it published: a title, a summary and where it is; never the thing itself."""

    source = models.ForeignKey(HarvestSource, on_delete=models.CASCADE, related_name="items")
    identity = models.CharField(
        max_length=64, help_text="SHA-256 of the guid, or of what else tells it apart."
    )
    address = models.CharField(max_length=MAX_ADDRESS, help_text="Where it is, without what tracks readers.")
    canonical = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="SHA-256 of the address in its plainest form."
    )
    title = models.CharField(max_length=255, blank=True)
    title_key = models.CharField(max_length=255, blank=True, help_text="The title's folded words.")
    summary = models.TextField(blank=True)
    language = models.CharField(max_length=12, blank=True, help_text="As declared; empty: its source's.")
    kind = models.CharField(max_length=30, help_text="What it is where its source says nothing else.")
    place = models.CharField(max_length=80, blank=True)
    status = models.CharField(max_length=20, blank=True)
    date = models.DateTimeField(null=True, help_text="Aware. Unknown for undated items of the first harvest.")
    day = models.DateField(null=True, help_text="Of an event that lasts whole days.")
    ends_at = models.DateTimeField(null=True, help_text="Aware; the end of what takes place.")
    first_seen = models.DateTimeField()
    last_seen = models.DateTimeField(help_text="When it last stood in the feed.")
    gone_at = models.DateTimeField(null=True)
    next_visit = models.DateTimeField(
        null=True, db_index=True, help_text="Unset: it has no address of its own."
    )
    wants_page = models.BooleanField(default=False, help_text="Its page's own metadata has yet to be read.")
    same_as = models.ForeignKey(
        "federated_search.SearchEntry",
        null=True,
        on_delete=models.SET_NULL,
        related_name="also_items",
        help_text="The result that says the same, and credits this item.",
    )

    objects: ClassVar[models.Manager["HarvestedItem"]] = HarvestedItemQuerySet.as_manager()

    class Meta:
        verbose_name = "harvested item"
        verbose_name_plural = "harvested items"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "identity"], name="one_item_per_source_and_identity")
        ]
        indexes: ClassVar = [models.Index(fields=["source", "last_seen"], name="harvested_in_feed")]

    def __str__(self) -> str:
        return self.title or self.address


class HarvestHost(models.Model):
    """A host that we ask: when it may be asked again, and what its robots.txt says."""

    origin = models.CharField(max_length=300, unique=True, help_text="Scheme, host and port.")
    not_before = models.DateTimeField(default=timezone.now)
    robots = models.TextField(blank=True)
    robots_read_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0, help_text="How often in a row it did not answer.")
    visited_until = models.DateTimeField(
        null=True, help_text="While a task that visits its items is under way; that long at most."
    )

    class Meta:
        verbose_name = "harvested host"
        verbose_name_plural = "harvested hosts"

    def __str__(self) -> str:
        return self.origin
