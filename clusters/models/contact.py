"""Pages with a form that reaches a team by mail, and the messages they keep."""

from typing import ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from clusters.models.cluster import Cluster
from clusters.models.federation import Federation
from clusters.models.membership import cluster_of_path
from clusters.models.section import SkeletonPage
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


class FormPage(SkeletonPage):
    """A page whose form leaves a `ContactMessage` with the team of the section it stands in."""

    form_class_path: ClassVar[str] = "clusters.directory.forms.ContactForm"

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Shows the form; keeps and mails what is posted; shows errors with what was typed."""
        from clusters.directory.contact_mail import bound_form, keep_and_mail  # noqa: PLC0415  # they read these models

        form = bound_form(self, request)
        if request.method == "POST" and form.is_valid():
            keep_and_mail(form, cluster_of_path(self.path))
            return HttpResponseRedirect(f"{self.get_url(request)}?sent=1")
        request.contact_form = form  # type: ignore[attr-defined]  # handed to get_context
        response = super().serve(request, *args, **kwargs)
        if form.is_bound:
            response.status_code = 422
        return response

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Adds the form, whom it writes to (a cluster or the federation), and whether a message was just sent."""
        from clusters.directory.contact_mail import bound_form  # noqa: PLC0415

        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        context["form"] = getattr(request, "contact_form", None) or bound_form(self, request)
        cluster = cluster_of_path(self.path)
        context |= {"cluster": cluster, "owner": cluster or Federation.load()}
        context["was_sent"] = "sent" in request.GET
        return context


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
    """Ask to join the federation."""

    form_class_path = "clusters.directory.forms.JoinForm"
    parent_page_types: ClassVar = ["home.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "clusters/join_page.html"

    class Meta:
        verbose_name = _("rejoindre la fédération")
        verbose_name_plural = _("rejoindre la fédération")
