"""Adds second factors, sessions and the address to the account screen; ends the sessions of closed accounts."""

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import AdminOnlyMenuItem

from fedcms.sign_in.models import SecurityEvent
from fedcms.sign_in.open_sessions.register import end_all_sessions
from fedcms.sign_in.security_log.alerts import tell_of_opened_administrator
from fedcms.sign_in.security_log.record import record
from fedcms.users.models import User


@hooks.register("register_account_menu_item")
def second_factor_item(request: HttpRequest) -> dict[str, str]:
    """Returns the entry of the account screen that leads to second factors."""
    return {
        "url": reverse("mfa_index"),
        "label": _("Second facteur"),
        "help_text": _("Clés d’accès, application de codes, codes de secours"),
    }


@hooks.register("register_account_menu_item")
def open_sessions_item(request: HttpRequest) -> dict[str, str]:
    """Returns the entry of the account screen that leads to the sessions of the account."""
    return {
        "url": reverse("open_sessions"),
        "label": _("Appareils connectés"),
        "help_text": _("Où votre compte est ouvert, et comment fermer une session oubliée"),
    }


@hooks.register("register_account_menu_item")
def email_item(request: HttpRequest) -> dict[str, str]:
    """Returns the entry of the account screen that leads to a new address."""
    return {
        "url": reverse("change_email"),
        "label": _("Adresse du compte"),
        "help_text": _("Changer l’adresse électronique, qui se confirme par un lien"),
    }


@hooks.register("register_reports_menu_item")
def security_events_item() -> AdminOnlyMenuItem:
    """Adds the log of security events to Wagtail's reports, for superusers."""
    return AdminOnlyMenuItem(
        gettext_lazy("Journal de sécurité"),
        reverse("security_events"),
        name="security-events",
        icon_name="lock",
        order=900,
    )


@hooks.register("after_bulk_action")
def end_sessions_of_closed_accounts(
    request: HttpRequest, action_type: str, objects: Sequence[object], action: object
) -> None:
    """Ends the sessions of accounts that an administrator closes together, by a query that sends no signal."""
    if action_type != "set_active_state":
        return
    # The accounts as they were read before the query.
    was_active = {each.pk: each.is_active for each in objects if isinstance(each, User)}
    for user in User.objects.filter(pk__in=was_active).order_by("pk"):
        if not user.is_active:
            end_all_sessions(user)
        if user.is_active != was_active[user.pk]:
            kind = SecurityEvent.Kind.ACCOUNT_OPENED if user.is_active else SecurityEvent.Kind.ACCOUNT_CLOSED
            record(kind, user)
            if user.is_active and user.is_superuser:
                tell_of_opened_administrator(user)
