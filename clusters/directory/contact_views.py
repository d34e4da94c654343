"""Serves contact pages: shows the form, saves and mails what is posted, confirms."""

from collections.abc import Mapping

from django.core.validators import slug_re
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from clusters.directory.contact_mail import save_and_mail
from clusters.directory.forms import ContactForm, JoinForm
from clusters.models import Federation, JoinPage, Organisation
from clusters.models.contact import FormPage
from clusters.models.membership import cluster_of_path
from fedcms.core.http.public_answers import PRIVATE, mark_empty_form
from fedcms.core.http.same_origin import comes_from_elsewhere
from fedcms.sign_in.answers import too_many_response
from fedcms.sign_in.attempts import TooManyTries, take_try
from fedcms.sign_in.limits import message_limits

ABOUT = "about"
"""The parameter that names the organisation to which a cluster is asked to pass a message on."""


def bound_form(page: FormPage, request: HttpRequest) -> ContactForm:
    """Returns the page's form, bound to what was posted, or a new one with a new stamp."""
    form_class = JoinForm if isinstance(page, JoinPage) else ContactForm
    asked = request.POST if request.method == "POST" else request.GET
    organisation = _organisation(asked.get(ABOUT, ""), page)
    if request.method == "POST":
        return form_class(request.POST, passed_on_to=organisation)
    return form_class(initial={"stamp": form_class.new_stamp()}, passed_on_to=organisation)


def _organisation(slug: str, page: FormPage) -> Organisation | None:
    """Returns the organisation of the section's cluster that has the name; `None` without one. No query for ""."""
    cluster = cluster_of_path(page.path) if slug_re.match(slug) else None
    return None if cluster is None else Organisation.objects.filter(slug=slug, cluster=cluster).first()


def contact_view(page: FormPage, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
    """Shows the form; saves and mails what is posted; shows errors with what was typed, with status 422."""
    form = bound_form(page, request)
    return answer(page, request, form, page.get_template(request))


def answer(
    page: FormPage,
    request: HttpRequest,
    form: ContactForm,
    template: str,
    context: Mapping[str, object] | None = None,
) -> HttpResponseBase:
    """Answers with a form of the page, as `contact_view` says; `context` adds to the page's own."""
    refusal: TooManyTries | None = None
    if form.is_bound and comes_from_elsewhere(request):
        form.add_error(
            None,
            _("Ce formulaire a été envoyé par une page d’un autre site. Vérifiez-le et renvoyez-le d’ici."),
        )
    if form.is_valid():
        try:
            take_try(message_limits(request))
        except TooManyTries as too_many:
            refusal = too_many
            form.add_error(None, refusal.words)
        else:
            save_and_mail(form, cluster_of_path(page.path))
            about = f"&{ABOUT}={form.passed_on_to.slug}" if form.passed_on_to else ""
            return HttpResponseRedirect(f"{request.path}?sent=1{about}")
    request.is_preview = False  # type: ignore[attr-defined]  # as Wagtail's own `serve` says
    request.contact_form = form  # type: ignore[attr-defined]  # handed to contact_context
    response = TemplateResponse(
        request,
        template,
        {**page.get_context(request), **(context or {})},
        status=422 if form.is_bound else None,
        headers={"Cache-Control": PRIVATE},
    )
    if not form.is_bound and not request.GET:
        mark_empty_form(response)
    return response if refusal is None else too_many_response(response, refusal)


def contact_context(page: FormPage, request: HttpRequest) -> dict[str, object]:
    """Returns the context: form, recipient (a cluster or the federation), and whether a message was just sent."""
    cluster = getattr(request, "contact_cluster", None) or cluster_of_path(page.path)
    return {
        "form": getattr(request, "contact_form", None) or bound_form(page, request),
        "cluster": cluster,
        "owner": cluster or Federation.load(),
        "was_sent": "sent" in request.GET,
    }
