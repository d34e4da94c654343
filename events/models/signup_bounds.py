"""What bounds the mails that strangers can cause, and outlives the people who are erased: numbers without a name."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from clusters.models import Organisation

MOST_QUESTIONS_A_DAY = 10
"""So often an organisation is asked in a day whether somebody comes for it, whoever says so."""
QUIET_TIME = timedelta(hours=48)
"""So long the mails to an address that confirmed nothing still count when its sign-up is erased."""


class AskedOrganisation(models.Model):
    """How often an organisation was asked, on the last day on which it was."""

    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="+")
    day = models.DateField()
    number = models.PositiveSmallIntegerField(default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("organisation interrogée")
        verbose_name_plural = _("organisations interrogées")

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.number}"

    @classmethod
    def ask_again(cls, organisation: Organisation, today: date) -> bool:
        """Counts a question to an organisation; returns False, and counts nothing, when it was asked enough today.

        In a transaction, which holds its row until its end.
        """
        cls.objects.get_or_create(organisation=organisation, defaults={"day": today})
        row = cls.objects.select_for_update().get(organisation=organisation)
        if row.day != today:
            row.day, row.number = today, 0
        if row.number >= MOST_QUESTIONS_A_DAY:
            return False
        row.number += 1
        row.save()
        return True


class UnprovenAddress(models.Model):
    """How many mails an address had, as a digest of it, by sign-ups that it never confirmed and that are erased."""

    digest = models.CharField(max_length=64, unique=True)
    mails = models.PositiveIntegerField(default=0)
    until = models.DateTimeField()

    class Meta:
        verbose_name = _("adresse sans confirmation")
        verbose_name_plural = _("adresses sans confirmation")
        indexes: ClassVar = [models.Index(fields=["until"], name="unproven_until")]

    def __str__(self) -> str:
        return f"#{self.pk}"


def digest_of_address(email_key: str) -> str:
    """Returns a digest of an address in its comparable form, from which nobody without the site's key finds it."""
    return salted_hmac("events.signup.unproven", email_key, algorithm="sha256").hexdigest()
