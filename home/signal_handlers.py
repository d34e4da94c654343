"""Creates the page tree and rights of a new locale, closed to the public."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Locale

from clusters.models import Federation
from fedcms.core.models import LocaleState, Topic
from home.provisioning import provision_federation
from home.webhooks.switching import switch_off_without_topics


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


def connect() -> None:
    """Connects the handlers; called once, from `AppConfig.ready`."""
    post_save.connect(tree_follows_new_locale, sender=Locale, dispatch_uid="home.new_locale")
    post_delete.connect(webhooks_lose_topic, sender=Topic, dispatch_uid="home.webhooks_lose_topic")
