"""Media contacts of a cluster: journalists and desks to whom it writes, their lists, and who wants no mail any more."""

from datetime import date, datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from clusters.models import Cluster
from fedcms.core.models import Topic

HASH_LENGTH = 64


class ContactList(models.Model):
    """A list of media contacts of one team. Others see it only where that team shares it, and change nothing."""

    # None means the federation.
    cluster = models.ForeignKey(Cluster, null=True, on_delete=models.CASCADE, related_name="contact_lists")
    name = models.CharField(_("nom de la liste"), max_length=120)
    shared_with = models.ManyToManyField(
        Cluster,
        blank=True,
        related_name="+",
        verbose_name=_("partagée avec"),
        help_text=_("Ces clusters voient les contacts de la liste et leur écrivent ; ils n’y changent rien."),
    )
    is_shared_with_federation = models.BooleanField(_("partagée avec la fédération"), default=False)

    class Meta:
        verbose_name = _("liste de contacts médias")
        verbose_name_plural = _("listes de contacts médias")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name


class MediaContactQuerySet(models.QuerySet["MediaContact"]):
    """The queries on media contacts."""

    def of_cluster(self, cluster_id: int | None) -> Self:
        """Filters those of a cluster; `None` means the federation."""
        return self.filter(cluster=cluster_id)

    def matching(self, words: str) -> Self:
        """Filters those whose name, medium or address contains what somebody typed."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(name__icontains=word) | Q(medium__icontains=word) | Q(email__icontains=word)
            )
        return found

    def reading(self, language: str) -> Self:
        """Filters those who read a language."""
        return self.filter(languages__contains=f" {language} ")

    def reachable(self) -> Self:
        """Filters those whose mailbox has not been refused for good."""
        return self.filter(bounced_at=None)

    def due(self, today: date, unused_since: datetime) -> Self:
        """Filters those whose data is to be erased unless somebody confirms it: past their day, or long unused."""
        return self.filter(Q(kept_until__lt=today) | Q(used_at__lt=unused_since))


class MediaContact(models.Model):
    """A journalist or an editorial office to whom one team writes. Private to that team.

    Personal data, with its purpose and end (docs/adr/0050).
    """

    # None means the federation.
    cluster = models.ForeignKey(Cluster, null=True, on_delete=models.CASCADE, related_name="media_contacts")
    name = models.CharField(_("nom"), max_length=120, blank=True)
    medium = models.CharField(_("média"), max_length=120, blank=True)
    email = models.EmailField(_("courriel"))
    # The address as it is compared (clusters.people.addresses).
    email_key = models.CharField(max_length=254)
    phone = models.CharField(_("téléphone"), max_length=40, blank=True)
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="+", verbose_name=_("rubriques"), help_text=_("Ce que ce média suit.")
    )
    # Codes between spaces (" fr en "), so that a search for one finds no other; the first is the one we write in.
    languages = models.CharField(_("langues"), max_length=80)
    note = models.TextField(_("note"), max_length=2000, blank=True)
    lists = models.ManyToManyField(ContactList, blank=True, related_name="contacts", verbose_name=_("listes"))
    source = models.CharField(
        _("d’où vient ce contact"),
        max_length=200,
        help_text=_(
            "Par exemple : carte donnée au salon, page « Contact » du journal, demande par courriel."
        ),
    )
    purpose = models.CharField(
        _("pourquoi vous le gardez"), max_length=200, default="", help_text=_("Ce que vous lui envoyez.")
    )
    kept_until = models.DateField(_("gardé jusqu’au"))
    created_at = models.DateTimeField(default=timezone.now)
    # When it was entered, confirmed or written to: what is not used any more is not kept.
    used_at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True)
    bounced_at = models.DateTimeField(null=True)
    bounce_reason = models.CharField(max_length=200, blank=True)

    objects: ClassVar[MediaContactQuerySet] = MediaContactQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("contact média")
        verbose_name_plural = _("contacts médias")
        ordering = ["name", "medium", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cluster", "email_key"], name="media_contact_once_a_cluster"),
            # NULLs are distinct: the federation's need a rule of their own.
            models.UniqueConstraint(
                fields=["email_key"], condition=Q(cluster=None), name="media_contact_once_the_federation"
            ),
        ]
        indexes = [models.Index(fields=["cluster", "name"], name="media_contact_list")]

    def __str__(self) -> str:
        who = self.name or self.medium or self.email
        return f"{who} ({self.medium})" if self.name and self.medium else who

    @property
    def language_codes(self) -> list[str]:
        """The languages that are read, the one in which we write first."""
        return self.languages.split()


def stored_languages(codes: list[str]) -> str:
    """Returns codes of languages as `MediaContact.languages` has them."""
    return f" {' '.join(dict.fromkeys(codes))} "


class Unsubscription(models.Model):
    """Somebody wants no mail of a team any more, for good: of the address, a keyed hash alone is kept."""

    # None means the federation.
    cluster = models.ForeignKey(Cluster, null=True, on_delete=models.CASCADE, related_name="+")
    # The team is part of what is hashed: two teams' hashes of one address differ.
    address_hash = models.CharField(max_length=HASH_LENGTH, unique=True)
    unsubscribed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("désabonnement")
        verbose_name_plural = _("désabonnements")
        ordering = ["-unsubscribed_at"]

    def __str__(self) -> str:
        return self.address_hash[:8]
