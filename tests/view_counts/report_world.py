"""What is counted in the tests of the report, and who reads it."""

from datetime import timedelta

from django.core.files.base import ContentFile
from wagtail.users.models import UserProfile

from clusters.models import Federation
from fedcms.media.models import FederationDocument
from fedcms.users.models import User
from home.view_counts.models import DownloadCount, FeedCount, FeedSubscriberCount
from tests.factories import make_article, make_cluster, make_user
from tests.factories.people import make_translator
from tests.view_counts.report_support import FIRST, LAST, count


class World:
    """Two clusters and the federation, each with a page, and their people."""

    def __init__(self) -> None:
        self.north, self.south = make_cluster("nord", "NOR"), make_cluster("sud", "SUD")
        self.ours = make_article(self.north, slug="balise", title="Une balise")
        key = self.ours.translation_key
        self.arabic = make_article(self.north, "ar", slug="manara", title="منارة", translation_key=key)
        self.theirs = make_article(self.south, slug="secret", title="Chiffres du sud")
        self.common = make_article(None, slug="commun", title="De la fédération")
        self.editor = make_user("nora", self.north)
        self.publisher = make_user("paul", self.north, "publisher")
        self.other = make_user("sofia", self.south)
        self.federation = make_user("fred", Federation.load())
        self.translator = make_translator("tarek", "ar", self.north)
        self.stranger = make_user("solo")
        self.root = User.objects.create_superuser(
            "racine", "racine@people.example", "a-long-enough-passphrase"
        )
        self.papers = {
            cluster.slug: FederationDocument.objects.create(
                title=f"Dossier {cluster.slug}",
                file=ContentFile(b"x", name=f"{cluster.slug}.txt"),
                collection=cluster.collection,
            )
            for cluster in (self.north, self.south)
        }
        for user in User.objects.all():
            UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "fr"})
        count(self.ours, 10, FIRST, "example.org")
        count(self.ours, 5, FIRST + timedelta(days=9))
        count(self.arabic, 3, LAST)
        count(self.theirs, 70, FIRST, "secret-du-sud.example")
        count(self.common, 2, FIRST, "presse.example")
        count(self.ours, 900, FIRST - timedelta(days=1))
        count(self.ours, 900, LAST + timedelta(days=1))
        for cluster in (self.north, self.south):
            paper = self.papers[cluster.slug]
            DownloadCount.objects.create(day=FIRST, document_id=paper.pk, downloads=4)
            feed = f"/fr/feeds/clusters/{cluster.slug}/rss.xml"
            FeedCount.objects.create(day=FIRST, feed=feed, fetches=24)
            for day, name, subscribers in (
                (FIRST, "Feedly", 7),
                (LAST, "Feedly", 9),
                (FIRST, "Inoreader", 2),
            ):
                FeedSubscriberCount.objects.create(
                    day=day, feed=feed, aggregator=name, subscribers=subscribers
                )
        FeedCount.objects.create(day=FIRST, feed="/fr/feeds/rss.xml", fetches=1_240)
