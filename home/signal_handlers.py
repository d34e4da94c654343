"""Creates the page tree and rights of a new locale, closed to the public; follows changes of topics and commitments."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Locale

from clusters.models import Commitment, Federation
from fedcms.core.models import LocaleState, Topic
from home.models import ManifestoPage
from home.provisioning import provision_federation
from home.webhooks.switching import switch_off_without_topics
from search.entries.building import sync_pages


def tree_follows_new_locale(
    sender: type, instance: Locale, created: bool, raw: bool, **kwargs: object
) -> None:
    """Creates the pages of a locale that is added to a provisioned federation; it is closed until somebody opens it."""
    if created and not raw and Federation.objects.exclude(editors_group=None).exists():
        LocaleState.objects.get_or_create(locale=instance, defaults={"is_active": False})
        provision_federation()


def webhooks_lose_topic(sender: type, instance: Topic, **kwargs: object) -> None:
    """Switches off webhooks whose last topic is deleted: they would be told of nothing, and all they hold withdrawn."""
    switch_off_without_topics()


def search_follows_commitment(
    sender: type, instance: Commitment, raw: bool = False, **kwargs: object
) -> None:
    """Receives `post_save` and `post_delete` of a commitment: the search finds the manifesto by its words."""
    if not raw:
        sync_pages(pk__in=list(ManifestoPage.objects.values_list("pk", flat=True)))


def connect() -> None:
    """Connects the handlers; called once, from `AppConfig.ready`."""
    post_save.connect(tree_follows_new_locale, sender=Locale, dispatch_uid="home.new_locale")
    for signal in (post_save, post_delete):
        signal.connect(
            search_follows_commitment, sender=Commitment, dispatch_uid=f"home.commitment.{id(signal)}"
        )
    post_delete.connect(webhooks_lose_topic, sender=Topic, dispatch_uid="home.webhooks_lose_topic")
