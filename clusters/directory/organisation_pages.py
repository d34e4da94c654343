"""Serves the directory of organisations: the listing, and one page for each organisation."""

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse

from clusters.content.listed_tags import note_few, tag_of_class
from clusters.content.registry import kinds_where
from clusters.content.teaser_rows import as_rows, as_teasers, rows_of
from clusters.directory.contact_views import ABOUT
from clusters.directory.filter_form import DirectoryFilterForm
from clusters.directory.logos import head_logo, prefetch_logos
from clusters.directory.offerings import by_audience
from clusters.models import ClusterPage, ContactPage, ContentPage, Organisation, OrganisationIndexPage
from clusters.structured_data import OrganisationSubject
from fedcms.core.shown_tags import declared, note_tags, organisation_tag, page_tag

STORIES_SHOWN, OTHERS_SHOWN = 6, 12


def directory(page: OrganisationIndexPage, request: HttpRequest) -> HttpResponse:
    """Shows the list of organisations, filtered by the parameters of the address."""
    listing = DirectoryFilterForm(request.GET).listing()
    response: HttpResponse = page.render(request, context_overrides={"listing": listing})
    return response


def organisation(page: OrganisationIndexPage, request: HttpRequest, slug: str) -> HttpResponse:
    """Shows an organisation and the pages about it in this language. Raises `Http404` if there is none."""
    found = Organisation.objects.select_related("cluster", "logo").filter(slug=slug).first()
    if found is None:
        raise Http404
    offerings, topics = list(found.offerings.all()), list(found.topics.all())
    response: HttpResponse = page.render(
        request,
        template="clusters/organisation.html",
        context_overrides={
            **organisation_context(found, page.locale_id),
            "offering_groups": by_audience(offerings),
            "topics": topics,
            "head_subject": OrganisationSubject(found, page.locale.language_code, offerings, topics),
        },
    )
    return response


def organisation_context(organisation: Organisation, locale_id: int) -> dict[str, object]:
    """Returns the context: an organisation (with cluster and logo), and the pages about it in a locale.

    Kinds with `leads_on_organisation` (stories) are listed apart.
    """
    content = ContentPage.objects.visible().of_locale(locale_id).filter(organisation=organisation)
    leading = kinds_where(lambda model: model.leads_on_organisation)
    others = kinds_where(lambda model: not model.leads_on_organisation)
    # A story may be another cluster's: `as_teasers` reads the clusters.
    about = organisation_tag(organisation.pk, locale_id)
    note_few(ContentPage.objects.filter(organisation=organisation, locale_id=locale_id), about)
    with declared(about):
        found = [
            *rows_of(content.of_kinds(*leading).latest_first())[:STORIES_SHOWN],
            *rows_of(content.of_kinds(*others).latest_first())[:OTHERS_SHOWN],
        ]
    rows = as_rows(found)
    note_tags(*(page_tag(row.pk) for row in rows))
    teasers = as_teasers(rows)
    sections = ClusterPage.objects.visible().filter(locale_id=locale_id, cluster=organisation.cluster_id)
    with declared(tag_of_class(ClusterPage, locale_id, organisation.cluster_id)):
        section = sections.values_list("url_path", "path").first() or ("", "")
    contact = (
        ContactPage.objects.visible().filter(path__startswith=section[1])
        if section[1]
        else ContactPage.objects.none()
    )
    with declared(tag_of_class(ContactPage, locale_id)):
        contact_url = contact.values_list("url_path", flat=True).first() or ""
    prefetch_logos([organisation])
    return {
        "organisation": organisation,
        "logo": head_logo(organisation),
        "stories": [teaser for teaser in teasers if teaser.kind in leading],
        "others": [teaser for teaser in teasers if teaser.kind not in leading],
        "section_url": quote(section[0]),
        "contact_url": f"{quote(contact_url)}?{ABOUT}={quote(organisation.slug)}" if contact_url else "",
    }
