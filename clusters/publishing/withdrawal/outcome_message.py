"""Says what became of a page after its withdrawal: which languages are public, appear later, or stay off."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from clusters.publishing.next_steps import next_steps
from clusters.publishing.withdrawal.restoring import Outcome
from fedcms.core.i18n.bidi import isolated
from fedcms.core.i18n.formatting import in_a_list
from fedcms.core.i18n.moments import moment_with_zone
from fedcms.users.models import User


def say_restored(request: HttpRequest, page: Page, outcomes: Iterable[Outcome]) -> None:
    """Adds one message, with the links that follow a publication if the page itself is public."""
    rows = list(outcomes)
    public = [_language(row) for row in rows if row.is_public]
    gone = [_language(row) for row in rows if not row.is_public and row.scheduled_for is None]
    sentences = []
    if public:
        sentences.append(_("De nouveau en ligne : %(languages)s.") % {"languages": in_a_list(public)})
    for row in rows:
        if row.scheduled_for is not None:
            moment = max(row.scheduled_for, timezone.now())
            values = {"language": _language(row), "moment": moment_with_zone(moment)}
            sentences.append(_("Programmé de nouveau : %(language)s, le %(moment)s.") % values)
    if gone:
        sentences.append(
            _("Sa date de retrait est passée, reste hors ligne : %(languages)s.")
            % {"languages": in_a_list(gone)}
        )
    fresh: Page = Page.objects.get(pk=page.pk).specific
    user = request.user
    steps = next_steps(fresh, user) if fresh.live and isinstance(user, User) else []
    messages.success(
        request, " ".join(sentences), buttons=[messages.button(url, label) for label, url in steps]
    )


def _language(row: Outcome) -> str:
    return isolated(str(row.page.locale.get_display_name()))
