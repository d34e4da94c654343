"""The programme of a delegation: what all do together, and meetings of some that nobody else sees."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from timezone_field import TimeZoneField

from events.form_versions import NEW
from events.models.application import Application
from events.models.call import CallForApplications
from fedcms.core.i18n.moments import moment_in_zone
from fedcms.core.i18n.translated_text import TranslatedTextField


class ProgrammeQuerySet(models.QuerySet["ProgrammeItem"]):
    """The queries on the programme of a delegation."""

    def for_everybody(self) -> Self:
        """Filters what all do together: it is public."""
        return self.filter(is_private=False)

    def seen_by(self, application: Application) -> Self:
        """Filters what an organisation of a delegation takes part in: what is for all, and its own meetings."""
        of_call = self.filter(call=application.call_id)
        own = ProgrammeItem.participants.through.objects.filter(application=application.pk)
        return of_call.filter(Q(is_private=False) | Q(pk__in=own.values("programmeitem")))


class ProgrammeItem(models.Model):
    """One item: of all, which everybody reads, or a meeting of some organisations, which they alone see."""

    call = models.ForeignKey(CallForApplications, on_delete=models.CASCADE, related_name="programme_items")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    time_zone = TimeZoneField(_("fuseau horaire"), default="Europe/Paris")
    title = TranslatedTextField(_("intitulé"), text_max_length=200)
    place = models.CharField(_("lieu"), max_length=200, blank=True)
    is_private = models.BooleanField(default=False)
    # Of a private one: who meets.
    participants = models.ManyToManyField(Application, related_name="meetings", blank=True)
    # In calendars; it says nothing of anybody.
    uid = models.UUIDField(unique=True)
    changed_at = models.DateTimeField(auto_now=True)
    # Of the form that was saved last: sent twice, it is saved once.
    form_key = models.UUIDField(null=True)

    # Who meets whom is nobody else's to know.
    wagtail_reference_index_ignore = True

    objects: ClassVar[ProgrammeQuerySet] = ProgrammeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("élément du programme d’une délégation")
        verbose_name_plural = _("programme d’une délégation")
        ordering: ClassVar = ["starts_at", "pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def version(self) -> str:
        """What a form of it is based on: the key of the form that was saved last."""
        return str(self.form_key or NEW)

    @property
    def starts(self) -> datetime:
        """When it starts, by the clock of its place."""
        return self.starts_at.astimezone(self.time_zone)

    @property
    def ends(self) -> datetime | None:
        """When it ends, by the clock of its place."""
        return self.ends_at.astimezone(self.time_zone) if self.ends_at else None

    @property
    def shown_start(self) -> str:
        """When it starts, in words, with the city whose hour that is."""
        return moment_in_zone(self.starts_at, self.time_zone)
