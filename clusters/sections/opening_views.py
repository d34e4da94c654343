"""The screen on which a cluster's publisher opens its section, the link to it, and their addresses."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLResolver, include, path, reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from clusters.models import Cluster, ContentPage
from clusters.publishing.next_steps import Link
from clusters.publishing.refusal import Refusal
from clusters.sections.opening import is_closed, may_open, open_section, section_in_languages
from clusters.translation.access.guards import signed_in_user
from fedcms.core.i18n.bidi import isolated
from fedcms.users.models import User


def open_cluster_section(request: HttpRequest, cluster_id: int) -> HttpResponseBase:
    """Shows what will be public and what is still empty; by POST, opens the section."""
    cluster = get_object_or_404(Cluster, pk=cluster_id)
    user = signed_in_user(request)
    if not may_open(user, cluster):
        raise PermissionDenied
    refusal = ""
    if request.method == "POST":
        try:
            is_opened = open_section(cluster, user)
        except Refusal as refused:
            refusal = str(refused)
        else:
            if is_opened:
                words = _("La section de « %(cluster)s » est ouverte au public.")
                messages.success(request, words % {"cluster": isolated(str(cluster))})
            else:
                messages.info(request, _("La section était déjà ouverte."))
            return redirect("wagtailadmin_home")
    context = {
        "cluster": cluster,
        "header_title": _("Ouvrir la section – %(cluster)s") % {"cluster": cluster},
        "is_closed": is_closed(cluster),
        "languages": section_in_languages(cluster),
        "refusal": refusal,
    }
    return TemplateResponse(request, "clusters/sections/open.html", context)


def opening_step(page: Page, user: User) -> Link | None:
    """Returns the link with which a publisher opens the closed section of a page that was just published."""
    cluster = page.cluster if isinstance(page, ContentPage) else None
    if cluster is None or not may_open(user, cluster) or not is_closed(cluster):
        return None
    return _("Ouvrir la section"), reverse("sections:open", args=[cluster.pk])


section_urls = ([path("<int:cluster_id>/open/", open_cluster_section, name="open")], "sections")


def admin_urls() -> list[URLResolver]:
    """The hook register_admin_urls: returns the address of the screen."""
    return [path("sections/", include(section_urls))]
