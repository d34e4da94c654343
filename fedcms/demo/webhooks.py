"""Creates the demo's webhook: registered by a cluster, and off, since nobody is at its address."""

from clusters.models import Cluster
from fedcms.core.models import Topic
from fedcms.users.models import User
from home.models import Webhook
from home.webhooks.registering import Wishes, register

ADDRESS = "https://academie.example/webhooks/edtech"


def make_webhook(cluster: Cluster, publisher: User) -> Webhook:
    """Registers it as a publisher does; nothing is ever sent."""
    wishes = Wishes(
        name="Académie partenaire",
        address=ADDRESS,
        covers_all=True,
        kinds=["article", "release", "event"],
        languages=["fr"],
        topics=list(Topic.objects.order_by("key")[:2]),
    )
    webhook, _secret = register(cluster, wishes, publisher)
    return webhook
