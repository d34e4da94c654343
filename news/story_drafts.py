"""Drafts of success stories that another app begins, in the cluster's own section, for who may write there."""

from django.utils.translation import gettext as _
from wagtail.models import Page

from clusters.content.story_drafts import BegunStory
from clusters.models import ClusterPage
from clusters.publishing.refusal import Refusal
from fedcms.core.i18n.bidi import in_line
from fedcms.users.models import User
from news.models import NewsIndexPage, SuccessStoryPage


def draft_story(begun: BegunStory, user: User) -> Page:
    """Returns a new draft with what is known, and a quotation that is still to be filled. Raises `Refusal`.

    It stands in the section's listing of news in the language of the story, else in another.
    """
    listing = _listing(begun)
    if listing is None:
        raise Refusal(
            _("La section de %(cluster)s n’a pas de liste d’actualités.")
            % {"cluster": in_line(str(begun.cluster))}
        )
    if not listing.permissions_for_user(user).can_add_subpage():
        raise Refusal(
            _(
                "Seule l’équipe de %(cluster)s écrit dans sa section : elle commence cette réussite depuis ses "
                "propres candidatures."
            )
            % {"cluster": in_line(str(begun.cluster))}
        )
    page = SuccessStoryPage(
        title=begun.title[:255],
        summary=begun.summary[:400],
        organisation=begun.organisation,
        need="",
        answer="",
        territory=begun.place[:150],
        body=[("quote", {"text": "", "source": ""})],
        locale=listing.locale,
        live=False,
        owner=user,
    )
    listing.add_child(instance=page)
    # What a draft lacks is asked for when it is published.
    page.save_revision(user=user, log_action=True, clean=False)
    return page


def _listing(begun: BegunStory) -> NewsIndexPage | None:
    """Returns the listing of news of a cluster's section, in a language if there is one."""
    found: list[NewsIndexPage] = []
    for section in ClusterPage.objects.filter(cluster=begun.cluster).order_by("pk"):
        found += NewsIndexPage.objects.child_of(section).select_related("locale")
    found.sort(key=lambda page: page.locale.language_code != begun.language)
    return next(iter(found), None)
