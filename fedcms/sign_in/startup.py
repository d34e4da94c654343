"""Connects this app's signals and registers its recurring jobs when a process starts."""

from allauth.mfa.signals import authenticator_added, authenticator_used
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_save, pre_save
from wagtail.models import CollectionViewRestriction, PageViewRestriction

from fedcms.core.tasks.recurring import register_recurring
from fedcms.sign_in.attempts import forget_past
from fedcms.sign_in.email_change.changes import forget_unconfirmed
from fedcms.sign_in.limits import HOUR
from fedcms.sign_in.open_sessions.register import forget_ended
from fedcms.sign_in.signal_handlers import (
    end_sessions_of_closed_account,
    forget_tries_of_old_password,
    forget_tries_of_restriction,
    give_back_tries_of_sign_in,
    list_session,
    list_session_no_more,
    note_first_factor,
    note_second_factor,
    remember_email,
    tell_old_email,
)
from fedcms.sign_in.tasks import forget_unsent
from fedcms.users.models import User


def register() -> None:
    """Connects signals and registers the recurring jobs; called once, from `AppConfig.ready`."""
    user_logged_in.connect(give_back_tries_of_sign_in, dispatch_uid="give back tries")
    user_logged_in.connect(list_session, dispatch_uid="list session")
    user_logged_out.connect(list_session_no_more, dispatch_uid="list session no more")
    post_save.connect(
        end_sessions_of_closed_account, sender=User, dispatch_uid="end sessions of closed account"
    )
    pre_save.connect(remember_email, sender=User, dispatch_uid="remember email")
    post_save.connect(tell_old_email, sender=User, dispatch_uid="tell old email")
    authenticator_used.connect(note_second_factor, dispatch_uid="note second factor")
    authenticator_added.connect(note_first_factor, dispatch_uid="note first factor")
    post_save.connect(forget_tries_of_old_password, sender=User, dispatch_uid="forget tries of old password")
    for model in (PageViewRestriction, CollectionViewRestriction):
        post_save.connect(forget_tries_of_restriction, sender=model, dispatch_uid=f"forget tries of {model}")
    register_recurring("prune ended sessions", HOUR, forget_ended)
    register_recurring("prune unconfirmed addresses", HOUR, forget_unconfirmed)
    register_recurring("prune tries", HOUR, forget_past)
    register_recurring("prune forgotten passwords", HOUR, forget_unsent)
