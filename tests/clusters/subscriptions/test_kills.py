"""However often its workers are killed, each subscriber is told once; what leaves twice is one mail for its reader."""

import random
import time
from collections import Counter

from django.db import connections

from tests.core.smtp_sink import Sink
from tests.core.worker_site import ALIAS, WorkerSite, wait_for

READERS, KILLS = 240, 3
# A process of the site's own: what readers and an editor would have done. The pages are announced when the first worker
# starts, so that the digest of the day has them, whatever the hour.
_PREPARE = f"""
from django.utils import timezone
from clusters.models import Announcement, Subscriber, SubscriberChoice
from tests.factories import make_release
now = timezone.now()
made = Subscriber.objects.bulk_create(
    Subscriber(
        email=f"r{{n}}@reader.example", email_key=f"r{{n}}@reader.example", language="fr",
        rhythm="once" if n % 2 else "daily", state="active", confirmed_at=now, active_since=now,
    )
    for n in range({READERS})
)
SubscriberChoice.objects.bulk_create(
    SubscriberChoice(subscriber=each, facet="language", value="fr") for each in made
)
for title in ("Le premier", "Le second"):
    page = make_release(None, title=title)
    moment = timezone.now()
    Announcement.objects.create(
        translation_key=page.translation_key, language="fr", announced_at=moment, due_at=moment
    )
"""
_WITHDRAW = "from news.models import PressReleasePage as P; [page.unpublish() for page in P.objects.all()]"


def unsent(site: WorkerSite) -> int:
    """How many mails wait, or are under way."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM clusters_subscribermail WHERE state IN ('waiting', 'sending')")
        return int(cursor.fetchone()[0])


def purposes(site: WorkerSite) -> dict[str, int]:
    """How many mails left for what."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT purpose, COUNT(*) FROM clusters_subscribermail WHERE state = 'sent' GROUP BY purpose"
        )
        return dict(cursor.fetchall())


def told(sink: Sink) -> Counter[tuple[str, str]]:
    """How often each was told of each release, by Message-IDs: what left twice under one counts once."""
    mails = {str(mail["Message-ID"]): mail for mail in sink.mails}
    found: Counter[tuple[str, str]] = Counter()
    for mail in mails.values():
        text = mail.get_payload()[0].get_payload(decode=True).decode()  # type: ignore[union-attr]
        for title in ("Le premier", "Le second"):
            found[str(mail["To"]), title] += title in text
    return +found


def test_each_is_told_once_whatever_kills_the_workers(site: WorkerSite, sink: Sink) -> None:
    site.extra |= {"FEDCMS_SUBSCRIPTION_GRACE_MINUTES": "0"}
    site.manage("shell", "-v0", "-c", _PREPARE)
    chance = random.Random(READERS)
    for number in range(1, KILLS + 1):
        first, second = site.start(), site.start()
        some = READERS * number // (KILLS + 1)
        wait_for(f"{some} mails left", lambda some=some: len(sink.mails) >= some, 120)
        time.sleep(chance.uniform(0, 0.05))
        site.kill(first)
        site.kill(second)
    site.start()
    wait_for("all are told", lambda: sum(told(sink).values()) >= READERS * 2, 120)
    wait_for("nothing waits", lambda: unsent(site) == 0)
    # By mails at once, and by the digest of the day.
    assert told(sink) == {
        (f"r{number}@reader.example", title): 1
        for number in range(READERS)
        for title in ("Le premier", "Le second")
    }
    assert purposes(site) == {"page": READERS // 2, "digest": READERS // 2}
    ids = Counter(str(mail["Message-ID"]) for mail in sink.mails)
    assert sum(ids.values()) - len(ids) <= KILLS * 2, "at most the mails that were under way at each kill"


def test_what_is_withdrawn_while_mails_wait_goes_to_nobody_else(site: WorkerSite, sink: Sink) -> None:
    site.extra |= {"FEDCMS_SUBSCRIPTION_GRACE_MINUTES": "0"}
    site.manage("shell", "-v0", "-c", _PREPARE)
    process = site.start()
    wait_for("some mails left", lambda: len(sink.mails) >= 20, 120)
    site.kill(process)
    site.manage("shell", "-v0", "-c", _WITHDRAW)
    before = len(sink.mails)
    site.start()
    wait_for("nothing waits", lambda: unsent(site) == 0)
    assert len(sink.mails) == before
