"""Contact pages, whose form is mailed to a team, and the messages that were sent."""

from typing import ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.routable_page.models import path

from clusters.models.cluster import Cluster
from clusters.models.membership import SECTION_DEPTH
from clusters.models.routed_page import RoutedPageMixin
from clusters.models.section import StructuralPage
from fedcms.core.pages.registered_views import required_view
from fedcms.core.seo import schema_org


class ContactMessage(models.Model):
    """A message sent with a form.

    It is saved before it is mailed, so that no message is lost when the mail server is down.
    """

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
    """A page with a form whose `ContactMessage` goes to the team of its section.

    clusters.directory.contact_views shows the form and receives it.
    """

    is_kept_in_process = True

    class Meta:
        abstract = True


class ContactPage(RoutedPageMixin, FormPage):
    """The page with the form to write to the team of its section; below it, a cluster's form to become a member.

    That is a route of this page, which has no pages below it: one of the section's root would cost all others a query.
    """

    usual_search_words = _(
        "nous écrire, nous contacter, écrire, joindre, coordonnées, adresse, téléphone, courriel"
    )

    usual_words_of_clusters = _("adhérer, adhésion, devenir membre, cotisation")

    parent_page_types: ClassVar = ["clusters.ClusterPage", "home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "clusters/contact_page.html"
    schema_type = schema_org.ContactPage

    class Meta:
        verbose_name = _("page de contact")
        verbose_name_plural = _("pages de contact")

    @property
    def usual_words(self) -> str | Promise:
        """The words of the type; of a cluster's page, those of its form to become a member, which is no page."""
        return self.usual_words_of_clusters if self.depth > SECTION_DEPTH else super().usual_words

    # Wagtail finds routes on the class; the views that answer them are registered (clusters.page_views).
    @path("", name="contact")
    def contact(self, request: HttpRequest) -> HttpResponseBase:
        """Shows the form to write to the team, and receives it."""
        return required_view(self, "serve")(self, request)

    @path("join/", name="join")
    def join(self, request: HttpRequest) -> HttpResponseBase:
        """Shows how to become a member of the cluster, and receives the form."""
        return required_view(self, "join")(self, request)


class JoinPage(FormPage):
    """The page with the form to join the federation."""

    usual_search_words = _("adhérer, adhésion, devenir membre, nous rejoindre, participer, candidater")

    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "clusters/join_page.html"

    class Meta:
        verbose_name = _("rejoindre la fédération")
        verbose_name_plural = _("rejoindre la fédération")
