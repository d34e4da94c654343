"""Connects this app's signals and registers its recurring job when a process starts."""

from django.contrib.auth.signals import user_logged_in

from fedcms.core.tasks.recurring import DAY, register_recurring
from fedcms.sign_in.attempts import forget_past
from fedcms.sign_in.signal_handlers import give_back_tries


def register() -> None:
    """Connects signals and registers the recurring job; called once, from `AppConfig.ready`."""
    user_logged_in.connect(give_back_tries, dispatch_uid="give back tries")
    register_recurring("prune tries", DAY, forget_past)
