"""Connects this app's signals and registers its recurring jobs when a process starts."""

from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_used
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from wagtail.models import CollectionViewRestriction, PageViewRestriction

from fedcms.core.tasks.recurring import register_recurring
from fedcms.sign_in.attempts import forget_past
from fedcms.sign_in.email_change.changes import forget_unconfirmed
from fedcms.sign_in.limits import DAY, HOUR
from fedcms.sign_in.open_sessions.register import forget_ended
from fedcms.sign_in.security_log.record import erase_old
from fedcms.sign_in.security_log.signal_handlers import (
    record_added_factor,
    record_deleted_account,
    record_deleted_group,
    record_recovery_code,
    record_removed_factor,
    record_rights,
    record_rights_of_group,
    record_saved_account,
    record_sign_in,
)
from fedcms.sign_in.signal_handlers import (
    end_sessions_of_closed_account,
    forget_tries_of_old_password,
    forget_tries_of_restriction,
    give_back_tries_of_sign_in,
    list_session,
    list_session_no_more,
    note_first_factor,
    note_second_factor,
    remember_account,
    tell_old_email,
)
from fedcms.sign_in.tasks import forget_unsent
from fedcms.users.models import User
from fedcms.users.signals import group_rights_changed


def register() -> None:
    """Connects signals and registers the recurring jobs; called once, from `AppConfig.ready`."""
    user_logged_in.connect(give_back_tries_of_sign_in, dispatch_uid="give back tries")
    user_logged_in.connect(list_session, dispatch_uid="list session")
    user_logged_out.connect(list_session_no_more, dispatch_uid="list session no more")
    post_save.connect(
        end_sessions_of_closed_account, sender=User, dispatch_uid="end sessions of closed account"
    )
    pre_save.connect(remember_account, sender=User, dispatch_uid="remember account")
    post_save.connect(tell_old_email, sender=User, dispatch_uid="tell old email")
    authenticator_used.connect(note_second_factor, dispatch_uid="note second factor")
    authenticator_added.connect(note_first_factor, dispatch_uid="note first factor")
    post_save.connect(forget_tries_of_old_password, sender=User, dispatch_uid="forget tries of old password")
    for model in (PageViewRestriction, CollectionViewRestriction):
        post_save.connect(forget_tries_of_restriction, sender=model, dispatch_uid=f"forget tries of {model}")
    _connect_security_log()
    register_recurring("erase security events", DAY, erase_old)
    register_recurring("prune ended sessions", HOUR, forget_ended)
    register_recurring("prune unconfirmed addresses", HOUR, forget_unconfirmed)
    register_recurring("prune tries", HOUR, forget_past)
    register_recurring("prune forgotten passwords", HOUR, forget_unsent)


def _connect_security_log() -> None:
    user_logged_in.connect(record_sign_in, dispatch_uid="record sign-in")
    authenticator_added.connect(record_added_factor, dispatch_uid="record added factor")
    authenticator_removed.connect(record_removed_factor, dispatch_uid="record removed factor")
    authenticator_used.connect(record_recovery_code, dispatch_uid="record recovery code")
    post_save.connect(record_saved_account, sender=User, dispatch_uid="record saved account")
    post_delete.connect(record_deleted_account, sender=User, dispatch_uid="record deleted account")
    m2m_changed.connect(record_rights, sender=User.groups.through, dispatch_uid="record rights")
    pre_delete.connect(record_deleted_group, sender=Group, dispatch_uid="record deleted group")
    group_rights_changed.connect(record_rights_of_group, dispatch_uid="record rights of group")
