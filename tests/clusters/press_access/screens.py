"""What tests of the admin screens of accreditations share: who signs in, the form, and where links are shown."""

import re
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from fedcms.users.models import User

LINK = re.compile(r"https?://[^/]+(/before-publication/[\w-]{43}/)")
ROOT = "/admin/before-publication/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def form(**fields: object) -> dict[str, object]:
    end = timezone.localtime(timezone.now() + timedelta(days=5))
    return {
        "name": "Léa Martin",
        "medium": "Ouest",
        "email": "lea@media.example",
        "language": "fr",
        "kind": "journalist",
        "scope": "page",
        "expires_at": end.strftime("%d/%m/%Y %H:%M"),
        "sends": "on",
        **fields,
    }
