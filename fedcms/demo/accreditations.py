"""Creates the demo's two accreditations: a journalist of one release under embargo, and one of all of a cluster's."""

from datetime import datetime, timedelta

from clusters.models import Accreditation, AccreditationOpening, Cluster, ContentPage
from clusters.models.accreditation import AccreditationScope
from clusters.people.addresses import comparable
from clusters.press_access.tokens import hash_of, new_token
from fedcms.demo.accounts import MAIL_DOMAIN
from fedcms.users.models import User

DAYS = 30


def _make(cluster: Cluster, giver: User, now: datetime, name: str, **values: object) -> Accreditation:
    address = f"{comparable(name).replace(' ', '.')}@{MAIL_DOMAIN}"
    # Nobody knows its secret: a publisher makes a new link to try one.
    return Accreditation.objects.create(
        cluster=cluster,
        name=name,
        email=address,
        email_key=comparable(address),
        token_hash=hash_of(new_token()),
        given_by=giver,
        given_at=now,
        expires_at=now + timedelta(days=DAYS),
        **values,
    )


def make_accreditations(cluster: Cluster, giver: User, now: datetime) -> list[Accreditation]:
    """Creates both, for a cluster with a scheduled release; no mail is sent. Journalists are desks, not people."""
    page = ContentPage.objects.filter(
        cluster=cluster, live=False, go_live_at__gt=now, content_type__model="pressreleasepage"
    ).first()
    of_page = _make(
        cluster,
        giver,
        now,
        "Rubrique mer",
        medium="Le Quotidien du littoral",
        language="fr",
        scope=AccreditationScope.PAGE,
        page=page,
    )
    if page is not None:
        AccreditationOpening.objects.create(
            accreditation=of_page,
            subject=f"page:{page.pk}",
            title=page.title,
            hour=now.replace(minute=0, second=0, microsecond=0),
            opened_at=now,
        )
    of_all = _make(
        cluster,
        giver,
        now,
        "Education desk",
        medium="The Channel Review",
        language="en",
        scope=AccreditationScope.ALL,
    )
    return [of_page, of_all]
