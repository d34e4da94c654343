"""Sends one mailing with workers that are killed, and counts what a real mail server got."""

import random
import time
from collections import Counter
from dataclasses import dataclass

from django.db import connections

from news.models import MailingState
from tests.core.smtp_sink import Sink
from tests.core.worker_site import ALIAS, WorkerSite, wait_for

# A process of the site's own: what an editor would have done in the admin.
_PREPARE = """
from datetime import timedelta
from django.utils import timezone
from clusters.models import Federation
from fedcms.users.models import User
from news.models import MediaContact
from news.newsroom.mailing.audience import Audience
from news.newsroom.mailing.starting import MailingPlan, create_mailing
from tests.factories import make_release
page = make_release(None, title="Le communiqué que tous reçoivent")
user = User.objects.create_superuser("root", "root@people.example", "a-long-enough-passphrase")
MediaContact.objects.bulk_create(
    [
        MediaContact(
            name=f"Contact {{number}}", email=f"contact-{{number}}@press.example",
            email_key=f"contact-{{number}}@press.example", languages=" fr ", source="essai",
            kept_until=timezone.localdate() + timedelta(days=90),
        )
        for number in range({mails})
    ],
    batch_size=1000,
)
create_mailing(Federation.load(), page, MailingPlan("now", Audience(to_everyone=True)), user)
"""


@dataclass(frozen=True)
class Delivered:
    """What the mail server got of a mailing, with how many kills, and in which time."""

    mails: int
    kills: int
    accepted: int
    recipients: int
    message_ids: int
    duplicates: int
    lost: int
    changed_ids: int
    """Recipients who got two mails under two Message-IDs: a reader would see both."""
    seconds: float


def prepare(site: WorkerSite, mails: int) -> None:
    """Makes a public release, contacts, and a mailing of it to all of them, which no worker has begun."""
    site.manage("shell", "-v0", "-c", _PREPARE.format(mails=mails))


def mailing_state() -> str:
    """The state of the site's one mailing."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT state FROM news_mailing")
        (state,) = cursor.fetchone()
    return str(state)


def withdraw(site: WorkerSite) -> None:
    """Takes the release off the site, while a mailing of it is under way."""
    site.manage(
        "shell",
        "-v0",
        "-c",
        "from news.models import PressReleasePage; PressReleasePage.objects.get().unpublish()",
    )


def send_with_kills(site: WorkerSite, sink: Sink, mails: int, kills: int, seconds: float = 120) -> Delivered:
    """Runs workers one after the other, kills so many with -9 at random moments, and lets the last one end."""
    chance = random.Random(mails)
    began = time.monotonic()
    for number in range(1, kills + 1):
        process = site.start(lanes="mail")
        goal = mails * number // (kills + 1)
        wait_for(f"{goal} mails left", lambda goal=goal: len(sink.mails) >= goal, seconds)
        time.sleep(chance.uniform(0, 0.05))
        site.kill(process)
    site.start(lanes="mail")
    wait_for("the mailing is done", lambda: mailing_state() == MailingState.DONE, seconds)
    by_recipient: dict[str, set[str]] = {}
    for mail in sink.mails:
        by_recipient.setdefault(str(mail["To"]), set()).add(str(mail["Message-ID"]))
    ids = Counter(str(mail["Message-ID"]) for mail in sink.mails)
    return Delivered(
        mails=mails,
        kills=kills,
        accepted=len(sink.mails),
        recipients=len(by_recipient),
        message_ids=len(ids),
        duplicates=sum(count - 1 for count in ids.values()),
        lost=mails - len(by_recipient),
        changed_ids=sum(len(found) > 1 for found in by_recipient.values()),
        seconds=round(time.monotonic() - began, 1),
    )
