"""Creates the demo's subscribers: choices of each sort, at addresses that nobody has."""

from datetime import datetime, timedelta

from clusters.models import Cluster, Rhythm, Subscriber, SubscriberState
from clusters.people.addresses import comparable
from clusters.subscriptions.choices import Choices, set_choices
from fedcms.core.models import Topic
from fedcms.demo.accounts import MAIL_DOMAIN

CONFIRMED_DAYS = 40


def make_subscribers(cluster: Cluster, now: datetime) -> list[Subscriber]:
    """Creates confirmed subscribers, one of them in pause; no mail is sent."""
    topic = Topic.objects.order_by("key").first()
    own, topics = frozenset({str(cluster.pk)}), frozenset({str(topic.pk)} if topic else ())
    wanted = (
        ("lecture", "fr", Rhythm.WEEKLY, Choices(frozenset({"fr"}))),
        ("veille", "fr", Rhythm.DAILY, Choices(frozenset({"fr", "en"}), clusters=own)),
        ("press-room", "en", Rhythm.AT_ONCE, Choices(frozenset({"en"}), kinds=frozenset({"release"}))),
        ("export", "es", Rhythm.AT_ONCE, Choices(frozenset({"es", "fr"}), kinds=frozenset({"mission"}))),
        ("qiraa", "ar", Rhythm.WEEKLY, Choices(frozenset({"ar"}), topics=topics)),
        ("pause", "fr", Rhythm.DAILY, Choices(frozenset({"fr"}))),
    )
    moment = now - timedelta(days=CONFIRMED_DAYS)
    made = []
    for name, language, rhythm, choices in wanted:
        address = f"{name}@lecteurs.{MAIL_DOMAIN}"
        subscriber = Subscriber.objects.create(
            email=address,
            email_key=comparable(address),
            language=language,
            rhythm=rhythm,
            state=SubscriberState.PAUSED if name == "pause" else SubscriberState.ACTIVE,
            consented_at=moment,
            confirmed_at=moment,
            # What the demo publishes on loading is no news to them.
            active_since=now + timedelta(hours=1),
            last_sign_at=moment,
        )
        set_choices(subscriber, choices)
        made.append(subscriber)
    return made
