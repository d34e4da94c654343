"""Makes releases with documents attached to them."""

from django.core.files.base import ContentFile

from clusters.models import Cluster
from fedcms.media.models import FederationDocument
from news.models import PressReleasePage, ReleaseAttachment
from tests.factories.content import make_release

CONTENT = b"figures"


def make_release_with_document(cluster: Cluster) -> tuple[PressReleasePage, FederationDocument]:
    """A release that is not published yet, and the document that is attached to it."""
    document = FederationDocument.objects.create(
        title="Kit",
        file=ContentFile(CONTENT, name="kit.txt"),
        collection=cluster.collection,
        credit="The team",
    )
    release = make_release(cluster, live=False)
    release.attachments.add(ReleaseAttachment(document=document))
    release.save_revision()
    return release, document
