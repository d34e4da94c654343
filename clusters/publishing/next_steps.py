"""The registry of links that follow a publication in its message: see the page, translate it, share it, schedule it.

The app that has such a screen registers its link when it starts. A link is a function of the page and the person; it
returns label and address, or `None` if there is nothing to do for this person.
"""

from collections.abc import Callable
from enum import IntEnum

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from clusters.publishing.bundles.policy import bundle_link
from clusters.publishing.bundles.selection import open_member
from clusters.publishing.schedule_move import may_move, schedule_owner
from fedcms.core.pages.addresses import page_address
from fedcms.core.visibility import is_visible
from fedcms.users.models import User

Link = tuple[str, str]
NextStep = Callable[[Page, User], Link | None]

# The editor opens this dialog of its own when its address ends so (fedcms/static/editors/open_schedule.js).
SCHEDULE_DIALOG = "schedule-publishing-dialog"


class StepOrder(IntEnum):
    """The order of the links in a message."""

    VIEW = 1
    TRANSLATE = 2
    SHARE = 3
    SCHEDULE = 4


_steps: dict[NextStep, StepOrder] = {}


def register_next_step(step: NextStep, order: StepOrder) -> None:
    """Adds a link to the message after a publication. Apps call it in `AppConfig.ready`."""
    _steps[step] = order


def next_steps(page: Page, user: User) -> list[Link]:
    """Returns label and address of what a person may do next with a page that was just published."""
    found = (step(page, user) for step, _order in sorted(_steps.items(), key=lambda item: item[1]))
    return [link for link in found if link is not None]


def view_online(page: Page, user: User) -> Link | None:
    """Returns the link to the public page, if it is public now."""
    return (_("Voir en ligne"), page_address(page)) if is_visible(page) else None


def schedule(page: Page, user: User) -> Link | None:
    """Returns the link to the dates of publication and withdrawal, for a person who may change them.

    A translation has those of its original.
    """
    tester = page.permissions_for_user(user)
    if schedule_owner(page).pk != page.pk or not (tester.can_edit() and tester.can_publish()):
        return None
    return _("Programmer"), reverse("wagtailadmin_pages:edit", args=[page.pk]) + f"#{SCHEDULE_DIALOG}"


def edit_link(page: Page) -> Link:
    """Returns the link to the page's editor."""
    return _("Modifier"), reverse("wagtailadmin_pages:edit", args=[page.pk])


def move_link(page: Page, user: User) -> Link | None:
    """Returns the link to the screen on which an approved schedule is moved, for a person who may move it.

    A translation appears with its original, whose screen it is; a page of a bundle with that.
    """
    owner = schedule_owner(page)
    if not may_move(owner, user):
        return None
    if (member := open_member(owner)) is not None:
        return bundle_link(member.bundle)
    return _("Déplacer la diffusion"), reverse("publication_schedule:move", args=[owner.pk])
