"""Creates the demo's accounts (editors, publishers, translators, an administrator), and a pending invitation."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from wagtail.users.models import UserProfile

from clusters.models import Cluster, Federation, Invitation, TeamRole
from clusters.people.addresses import comparable
from clusters.translation.models import TranslatorGroup
from fedcms.users.models import User

# Published in the README on purpose: anybody who can reach a demo may sign in. A real site never loads the demo.
DEMO_PASSWORD = "demo-fedcms-2026"  # noqa: S105  # see above
ADMIN = "admin"
# A reserved top-level domain: no mail of the demo can reach anybody.
MAIL_DOMAIN = "demo-fedcms.example"


@dataclass(frozen=True)
class Team:
    """The editor and the publisher of an owner's team."""

    editor: User
    publisher: User


def is_of_the_demo(user: User) -> bool:
    """Returns whether an account is one of those that the demo makes, whose password is published."""
    return user.email.endswith(f"@{MAIL_DOMAIN}")


def _make_user(username: str, label: str, role: str, password_hash: str, **extra: bool) -> User:
    user, created = User.objects.get_or_create(
        username=username,
        defaults={
            "email": f"{username}@{MAIL_DOMAIN}",
            "first_name": role,
            "last_name": label[:150],
            "password": password_hash,
            **extra,
        },
    )
    if created:
        UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "fr"})
    return user


def make_team(owner: Cluster | Federation, password_hash: str) -> Team:
    """Creates `redaction.xxx` and `publication.xxx` in the owner's groups; existing accounts stay."""
    code = owner.code.lower()
    label = owner.name.text_for("fr") if isinstance(owner, Cluster) else "Fédération"
    editor = _make_user(f"redaction.{code}", label, "Rédaction", password_hash)
    publisher = _make_user(f"publication.{code}", label, "Publication", password_hash)
    for user, group in ((editor, owner.editors_group), (publisher, owner.publishers_group)):
        if group is not None:
            user.groups.add(group)
    return Team(editor, publisher)


def make_translator(owner: Cluster | Federation, language: str, password_hash: str) -> User:
    """Creates `traduction.xxx` in the owner's group of translators into a language; an existing account stays."""
    label = owner.name.text_for("fr") if isinstance(owner, Cluster) else "Fédération"
    user = _make_user(f"traduction.{owner.code.lower()}", label, "Traduction", password_hash)
    groups = TranslatorGroup.objects.of_owner(owner.pk if isinstance(owner, Cluster) else None)
    user.groups.add(groups.get(locale__language_code=language).group)
    return user


def make_invitation(cluster: Cluster, inviter: User, now: datetime) -> Invitation:
    """Creates an invitation that waits for its answer; no mail is sent."""
    address = f"nouvelle.collegue@{MAIL_DOMAIN}"
    invitation = Invitation.objects.create(
        email=address,
        email_key=comparable(address),
        role=TeamRole.EDITOR,
        language="fr",
        invited_by=inviter,
        invited_at=now,
        expires_at=now + timedelta(days=settings.FEDCMS_INVITATION_DAYS),
    )
    invitation.clusters.add(cluster)
    return invitation


def make_admin(password_hash: str) -> User:
    """Creates the superuser `admin`; an existing account of that name stays as it is."""
    return _make_user(ADMIN, "fedcms", "Administration", password_hash, is_staff=True, is_superuser=True)


def demo_hash() -> str:
    """Returns the hash of the demo password. Compute it once, since hashing is slow on purpose."""
    return make_password(DEMO_PASSWORD)


def demo_accounts() -> list[User]:
    """Returns the demo's accounts that still have its password; none means that this database is not the demo."""
    verdicts: dict[str, bool] = {}
    found: list[User] = []
    for user in User.objects.filter(email__endswith=f"@{MAIL_DOMAIN}", is_active=True).order_by("username"):
        if user.password not in verdicts:
            verdicts[user.password] = check_password(DEMO_PASSWORD, user.password)
        if verdicts[user.password]:
            found.append(user)
    return found
