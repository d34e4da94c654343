"""The bulk action "publish": publishes all chosen pages or none, with all reasons."""

from collections.abc import Iterable, Iterator

from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.models import Page

from clusters.publishing.may_publish import publishing
from clusters.publishing.refusal import PublicationRefused, Refusal, Refusals, say_refused
from fedcms.core.i18n.bidi import isolated
from fedcms.core.pages.publication import Way
from fedcms.users.models import User


class PublishPages(PublishBulkAction):
    """The bulk action that publishes pages; Wagtail's own stops at the first failure, after publishing others."""

    request: HttpRequest

    def form_valid(self, form: Form) -> HttpResponseBase:
        """Publishes all pages, or none and shows the reasons."""
        try:
            with publishing(Way.BULK, *self._written(form)):
                response: HttpResponseBase = super().form_valid(form)
                return response
        except Refusal as refusal:
            words = _("Rien n’a été publié. %(reasons)s") % {"reasons": str(refusal)}
            say_refused(self.request, words, refusal)
        return redirect(self.next_url)

    def _written(self, form: Form) -> list[Page]:
        pages: list[Page] = self.get_actionable_objects()[0]
        if form.cleaned_data["include_descendants"]:
            pages += [draft for page in pages for draft in page.get_descendants().not_live()]
        return pages

    @classmethod
    def execute_action(
        cls,
        objects: Iterable[Page],
        include_descendants: bool = False,
        user: User | None = None,
        **kwargs: object,
    ) -> tuple[int, int]:
        """Publishes the newest revisions; returns the number of selected pages, and that of published pages below them.

        A translation may be selected together with its source: refused pages are tried again as long as others succeed.
        Raises `Refusals` with the reasons of all that remain.
        """
        ticked = {page.pk: page for page in objects}
        below = {} if not include_descendants else {page.pk: page for page in _drafts_below(ticked, user)}
        waiting = list((ticked | below).values())
        while waiting:
            tried = [(page, _publish(page, user)) for page in waiting]
            refused = [(page, reason) for page, reason in tried if reason is not None]
            if len(refused) == len(waiting):
                raise Refusals(_named(page, reason) for page, reason in refused)
            waiting = [page for page, _reason in refused]
        return len(ticked), len(below)


def _drafts_below(ticked: dict[int, Page], user: User | None) -> Iterator[Page]:
    for page in ticked.values():
        for draft in page.get_descendants().not_live().defer_streamfields().specific():
            is_own = user is None or draft.permissions_for_user(user).can_publish()
            if is_own and draft.pk not in ticked:
                yield draft


def _publish(page: Page, user: User | None) -> Refusal | None:
    try:
        with transaction.atomic():
            # Read again: what an earlier refusal took back is still in memory.
            current = Page.objects.get(pk=page.pk)
            revision = current.get_latest_revision() or current.specific.save_revision(user=user)
            revision.publish(user=user)
    except PublicationRefused as refusal:
        return refusal
    return None


def _named(page: Page, refusal: Refusal) -> Refusal:
    """Returns the reasons of a refusal, with the title of their page."""
    words = _("« %(title)s » : %(reasons)s") % {
        "title": isolated(page.get_admin_display_title()),
        "reasons": str(refusal),
    }
    link = next((part.link for part in refusal.parts if part.link), None)
    return Refusal(words, reason=refusal.reason, link=link)
