"""Shows people what can be followed, and how: feeds, calendars and mails of a selection, of each cluster and topic."""

from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from clusters.content.subscriptions import FEDERATION
from fedcms.core.models import active_locales
from fedcms.core.seo.head_types import HeadMetadata
from home.feeds.forms import SelectionForm
from home.feeds.links import Subscriptions, subscriptions_to


@dataclass(frozen=True)
class FollowedGroup:
    """Selections that are listed under one title: name and subscriptions of each."""

    title: str
    selections: list[tuple[str, Subscriptions]]


def _groups(form: SelectionForm) -> list[FollowedGroup]:
    """Returns what may be followed of each publisher, and on each topic. No query."""
    owners = [(_("Fédération"), FEDERATION), *((str(each), slug) for slug, each in form.clusters.items())]
    groups = [
        FollowedGroup(
            _("Par cluster"),
            [(name, subscriptions_to(form.scope_of(cluster=slug))) for name, slug in owners],
        ),
        FollowedGroup(
            _("Par thème"),
            [(label, subscriptions_to(form.scope_of(topic=key))) for key, label in form.topics.items()],
        ),
    ]
    return [group for group in groups if group.selections]


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Shows the addresses of the selection that the parameters choose, and those of every cluster and topic.

    Raises `Http404` in a language that is not open to the public; parameters that nobody offers choose nothing.
    """
    opened = dict(active_locales().values_list("language_code", "pk"))
    language = get_language() or settings.LANGUAGE_CODE
    if language not in opened:
        raise Http404(f"The language {language!r} is not open to the public.")
    form = SelectionForm(request.GET, language=language, locale_id=opened[language])
    chosen = form.chosen()
    request.exists_in_every_language = True  # type: ignore[attr-defined]  # read by home.navigation.menus
    request.query_in_every_language = urlencode(chosen)  # type: ignore[attr-defined]  # read there, too
    title = _("Flux et alertes")
    context = {
        "form": form,
        "is_narrowed": bool(chosen),
        # Of the page itself: its head and its foot offer what is chosen, too.
        "chosen_subscription": subscriptions_to(form.scope()),
        "groups": _groups(form),
        "head_metadata": HeadMetadata(
            title=title,
            description=_(
                "Suivre la fédération, un cluster ou un thème : flux RSS, Atom et JSON, calendrier à abonner, courriel."
            ),
            languages=tuple(opened),
        ),
        "title": title,
    }
    return TemplateResponse(request, "home/feeds.html", context)
