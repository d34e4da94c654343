"""Adds the second factor to what people do with their account."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail import hooks


@hooks.register("register_account_menu_item")
def second_factor_item(request: HttpRequest) -> dict[str, str]:
    """Returns the entry of the account screen that leads to second factors."""
    return {
        "url": reverse("mfa_index"),
        "label": _("Second facteur"),
        "help_text": _("Clés d’accès, application de codes, codes de secours"),
    }
