"""Links of accreditations that open nothing of what is under embargo: of another cluster, revoked, ended, guessed.

And those of guests, who read drafts: they open nothing once the page was taken off the site.
"""

from datetime import datetime, timedelta

import time_machine
from django.utils import timezone

from clusters.models import Accreditation, Cluster, ContentPage
from clusters.models.accreditation import AccreditationKind, AccreditationScope
from clusters.press_access.granting import Holder, Terms, give, revoke
from clusters.press_access.tokens import new_token
from fedcms.users.models import User

HOUR = timedelta(hours=1)


def useless_links(ours: Cluster, theirs: Cluster, publisher: User, their_publisher: User) -> dict[str, str]:
    """The secrets by what is wrong with each. `ours` has what is under embargo."""

    def given(cluster: Cluster, by: User, name: str, end: datetime) -> tuple[Accreditation, str]:
        holder = Holder(name, "Le Courrier", f"{name}@press.example", "fr")
        terms = Terms(AccreditationKind.JOURNALIST, AccreditationScope.ALL, end)
        return give(cluster, holder, terms, by, sends=False)

    now = timezone.now()
    _other, of_another = given(theirs, their_publisher, "ailleurs", now + 90 * HOUR)
    accreditation, revoked = given(ours, publisher, "revoquee", now + 90 * HOUR)
    revoke(accreditation, ours, publisher)
    with time_machine.travel(now - 2 * HOUR):
        _past, ended = given(ours, publisher, "finie", now - HOUR)
    return {"of another cluster": of_another, "revoked": revoked, "ended": ended, "guessed": new_token()}


def guests_links(owner: Cluster, publisher: User, pages: list[ContentPage]) -> dict[str, str]:
    """The secrets of guests who may read the drafts of pages, by the page's number."""
    made = {}
    for page in pages:
        holder = Holder("invité", "Cabinet", f"{page.pk}@guest.example", "fr")
        terms = Terms(
            AccreditationKind.GUEST,
            AccreditationScope.PAGE,
            timezone.now() + 90 * HOUR,
            page,
            may_comment=True,
        )
        made[f"guest of {page.pk}"] = give(owner, holder, terms, publisher, sends=False)[1]
    return made
