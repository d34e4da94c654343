"""Creates the demo's objects that are not pages: federation, clusters, topics, charter."""

from datetime import datetime
from zoneinfo import ZoneInfo

from clusters.models import (
    Charter,
    CharterArticle,
    CharterSignature,
    Cluster,
    Federation,
)
from fedcms.core.i18n.translated_text import TranslatedText
from fedcms.core.models import Topic
from fedcms.demo import source
from fedcms.demo.dates import Calendar
from fedcms.media.models import Licence


def describe_federation() -> Federation:
    """Fills and returns the federation's row, in four languages."""
    federation = Federation.load()
    federation.name = source.interface()["site_name"]
    federation.boilerplate = source.interface()["boilerplate"]
    federation.email = "contact@federation.example"
    federation.press_email = "presse@federation.example"
    # What its team uploads is for journalists; a cluster decides for itself.
    federation.default_licence = Licence.PRESS
    federation.save()
    return federation


def make_topics() -> dict[str, Topic]:
    """Creates all topics; returns them by key."""
    return {
        topic["key"]: Topic.objects.create(key=topic["key"], labels=topic["labels"])
        for topic in source.topics()
    }


def make_cluster(spec: source.ClusterSpec) -> Cluster:
    """Creates a cluster, validated as in the admin; provisioning creates its section."""
    cluster = Cluster(
        slug=spec["slug"],
        code=spec["code"],
        name=spec["name"],
        territory=spec["territory"],
        country=spec["country"],
        areas=spec["areas"],
        city=spec["city"],
        latitude=spec["latitude"],
        longitude=spec["longitude"],
        accent=spec["accent"],
        time_zone=ZoneInfo(spec["time_zone"]),
        email=spec["email"],
        press_email=spec["press_email"],
        phone=spec["phone"],
        website=spec["website"],
        social_profiles="\n".join(spec.get("profiles", ())),
        boilerplate=spec["boilerplate"],
        join_text=spec.get("join_text", TranslatedText()),
        join_url=spec.get("join_url", ""),
        shows_reserved_slots=spec.get("shows_reserved_slots", False),
    )
    cluster.full_clean()
    cluster.save()
    return cluster


def make_charter(signatories: list[tuple[Cluster, source.ClusterSpec]], now: datetime) -> Charter:
    """Creates the charter with its articles, and the clusters' signatures in the order in which they signed."""
    spec = source.charter()
    calendar = Calendar(now)
    charter = Charter(
        version=spec["version"], effective_on=calendar.day(spec["effective_days"]), summary=spec["summary"]
    )
    charter.articles = [
        CharterArticle(heading=article["heading"], text=article["text"], sort_order=number)
        for number, article in enumerate(spec["articles"])
    ]
    by_date = sorted(signatories, key=lambda pair: pair[1]["signed_charter_days"])
    charter.signatures = [
        CharterSignature(
            cluster=cluster,
            signed_on=Calendar(now, ZoneInfo(cluster_spec["time_zone"])).day(
                cluster_spec["signed_charter_days"]
            ),
            sort_order=number,
        )
        for number, (cluster, cluster_spec) in enumerate(by_date)
    ]
    charter.full_clean()
    charter.save()
    return charter
