"""Contact pages, whose form is mailed to a team, and the messages that were sent."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from clusters.models.cluster import Cluster
from clusters.models.section import StructuralPage
from fedcms.core.seo import schema_org


class ContactMessage(models.Model):
    """A message left on a form: kept before it is mailed, so that a mail server that is down loses nothing."""

    cluster = models.ForeignKey(Cluster, null=True, on_delete=models.CASCADE, related_name="messages")
    subject = models.CharField(max_length=150)
    name = models.CharField(max_length=120)
    email = models.EmailField()
    organisation = models.CharField(max_length=150, blank=True)
    message = models.TextField()
    form_key = models.CharField(  # noqa: DJ001  # unique where there is one
        max_length=32, null=True, unique=True, help_text="Which form shown it came by."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("message reçu")
        verbose_name_plural = _("messages reçus")
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return self.subject


class FormPage(StructuralPage):
    """A page whose form leaves a `ContactMessage` with the team of the section it stands in.

    Shown and answered by clusters.directory.contact_views.
    """

    class Meta:
        abstract = True


class ContactPage(FormPage):
    """Write to the team of this section."""

    parent_page_types: ClassVar = ["clusters.ClusterPage", "home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "clusters/contact_page.html"
    schema_type = schema_org.ContactPage

    class Meta:
        verbose_name = _("page de contact")
        verbose_name_plural = _("pages de contact")


class JoinPage(FormPage):
    """The page with the form to join the federation."""

    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "clusters/join_page.html"

    class Meta:
        verbose_name = _("rejoindre la fédération")
        verbose_name_plural = _("rejoindre la fédération")
