"""What tests of teams share: links read from mails, and the page behind them."""

import re
import uuid
from datetime import timedelta

from django.core import mail
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale

from clusters.models import Cluster, Federation, Invitation
from clusters.people.invitations import NewInvitation, invite
from clusters.people.teams import team_number
from fedcms.users.models import User
from tests.factories.people import PASSWORD as FACTORY_PASSWORD

PASSWORD = "quatre-mots-bien-longs"
LINK = re.compile(r"^(https?://\S+/admin/invitation/)#(\S+)$", re.MULTILINE)
PAGE = "/admin/invitation/"
ANSWER = {
    "answer": "new",
    "first_name": "Nour",
    "last_name": "Haddad",
    "password1": PASSWORD,
    "password2": PASSWORD,
}

# Of somebody with an account of the factories.
JOIN = {"answer": "join", "password": FACTORY_PASSWORD}


def invited(
    inviter: User,
    *owners: Cluster | Federation,
    email: str = "nour@people.example",
    role: str = "editor",
    language: str = "fr",
    locales: tuple[str, ...] = (),
) -> Invitation:
    """An invitation that was sent."""
    wanted = list(Locale.objects.filter(language_code__in=locales))
    return invite(NewInvitation(email, role, owners, wanted, language, uuid.uuid4()), inviter)


def invitation_form(*owners: Cluster | Federation, **fields: object) -> dict[str, object]:
    """What the form of an invitation sends."""
    return {
        "email": "nour@people.example",
        "teams": [team_number(owner) for owner in owners],
        "role": "editor",
        "language": "fr",
        "form_key": str(uuid.uuid4()),
        **fields,
    }


def last_token() -> str:
    """The secret of the link in the last mail."""
    found = LINK.search(str(mail.outbox[-1].body))
    assert found is not None
    return found[2]


def opened(token: str, **answer: str) -> tuple[int, str]:
    """What a visitor gets for a secret, and for an answer: the status, and what the page says."""
    response = Client().post(PAGE, {"token": token, **answer})
    return response.status_code, response.content.decode()


def make_expired(invitation: Invitation) -> None:
    """Its time was over a minute ago."""
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now() - timedelta(minutes=1))


def groups_of(user: User) -> set[str]:
    """The names of a person's groups, as the database has them."""
    return set(User.objects.get(pk=user.pk).groups.values_list("name", flat=True))
