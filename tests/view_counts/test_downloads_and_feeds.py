"""Downloads of public documents, and what can be known of who follows a feed."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from clusters.models import Cluster
from fedcms.media.models import FederationDocument
from home.view_counts.aggregators import declared_subscribers
from home.view_counts.buffer import buffer
from home.view_counts.models import DownloadCount, FeedCount, FeedSubscriberCount
from news.models import PressReleasePage, ReleaseAttachment
from tests.factories import make_release, make_user
from tests.view_counts.support import BROWSER, views, visit

pytestmark = pytest.mark.django_db

FEEDLY = "Feedly/1.0 (+http://www.feedly.com/fetcher.html; 16 subscribers; )"


@pytest.fixture
def document(cluster: Cluster) -> FederationDocument:
    """A file that a public release gives."""
    document = FederationDocument.objects.create(
        title="Dossier",
        file=ContentFile(b"figures", name="dossier.txt"),
        collection=cluster.collection,
        file_hash="4567abcd",
        credit="The team",
    )
    release: PressReleasePage = make_release(cluster)
    release.attachments.add(ReleaseAttachment(document=document))
    release.save_revision().publish()
    return document


def downloads() -> dict[int, int]:
    buffer.flush()
    return dict(DownloadCount.objects.values_list("document_id", "downloads"))


class TestDownloads:
    def test_each_is_counted_and_is_no_view_of_a_page(self, document: FederationDocument) -> None:
        for _ in range(3):
            assert visit(document.url).status_code == 200
        tag = visit(document.url)["ETag"]
        assert visit(document.url, If_None_Match=tag).status_code == 304
        assert downloads() == {document.pk: 5}
        assert views() == 0

    def test_not_those_of_robots_of_the_team_and_of_viewers_that_read_on(
        self, document: FederationDocument, cluster: Cluster
    ) -> None:
        visit(document.url, User_Agent="Mozilla/5.0 (compatible; bingbot/2.0)")
        visit(document.url, Purpose="prefetch")
        visit(document.url, Range="bytes=1000-2000")
        Client().head(document.url, headers={"User-Agent": BROWSER})
        editor = Client()
        editor.force_login(make_user("vera", cluster))
        visit(document.url, editor)
        assert downloads() == {}
        visit(document.url, Range="bytes=0-999")
        assert downloads() == {document.pk: 1}

    def test_not_what_is_missing_or_not_public(self, document: FederationDocument, cluster: Cluster) -> None:
        hidden = FederationDocument.objects.create(
            title="Plan", file=ContentFile(b"plan", name="plan.txt"), collection=cluster.collection
        )
        assert visit(hidden.url).status_code == 404
        assert visit("/documents/99999/rien.pdf").status_code == 404
        assert downloads() == {}


class TestFeeds:
    def test_fetches_and_the_most_subscribers_that_each_aggregator_declares(self, cluster: Cluster) -> None:
        path = "/fr/feeds/clusters/vues/rss.xml"
        visit(path, User_Agent=FEEDLY)
        visit(path, User_Agent=FEEDLY.replace("16", "12"))
        visit(path, User_Agent="Inoreader/1.0 (+http://inoreader.com/feed-fetcher; 30 subscribers; )")
        visit(path, User_Agent="Liferea/1.15")
        tag = visit(path)["ETag"]
        assert visit(path, If_None_Match=tag).status_code == 304
        Client().head(path)
        buffer.flush()
        assert FeedCount.objects.values_list("feed", "fetches").get() == (path, 6)
        declared = FeedSubscriberCount.objects.values_list("aggregator", "subscribers")
        assert sorted(declared) == [("Feedly", 16), ("Inoreader", 30)]

    def test_a_day_keeps_the_most_over_all_writes(self, cluster: Cluster) -> None:
        for number in (16, 40, 3):
            visit("/fr/feeds/atom.xml", User_Agent=FEEDLY.replace("16", str(number)))
            buffer.flush()
        assert FeedSubscriberCount.objects.get().subscribers == 40

    @pytest.mark.parametrize(
        ("agent", "declared"),
        [
            (FEEDLY, ("Feedly", 16)),
            ("NewsBlur Feed Fetcher - 1 subscriber - https://www.newsblur.com", ("NewsBlur", 1)),
            ("theoldreader.com (5 subscribers)", ("theoldreader", 5)),
            ("Jeanne-Martin-Reader (7 readers)", ("other", 7)),
            ("Feedly (0 subscribers)", None),
            ("Feedly (99999999 subscribers)", None),
            ("Feedly (٣ subscribers)", None),
            ("Mozilla/5.0", None),
            ("", None),
        ],
    )
    def test_nothing_of_an_unknown_user_agent_is_kept(
        self, agent: str, declared: tuple[str, int] | None
    ) -> None:
        assert declared_subscribers(agent) == declared

    def test_unknown_feeds_are_not_counted(self, cluster: Cluster) -> None:
        assert visit("/fr/feeds/clusters/nulle-part/rss.xml").status_code == 404
        buffer.flush()
        assert not FeedCount.objects.exists()
