"""The secrets of webhooks, and the headers that prove where a message comes from (Standard Webhooks).

A secret is derived from the webhook's salt and the site's secret key, so that a copy of the database holds none. A new
secret is a new salt; the former one signs beside it for a day.
"""

import base64
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.utils.crypto import salted_hmac
from standardwebhooks.webhooks import Webhook as Signer

from home.models import Webhook

FORMER_SERVES = timedelta(hours=24)
_PURPOSE = "home.webhooks.signing"


def new_salt() -> str:
    """Returns a new salt."""
    return secrets.token_urlsafe(24)


def secret_of(salt: str, key: str | bytes | None = None) -> str:
    """Returns the secret of a salt, as Standard Webhooks writes it, by the present secret key or another."""
    digest = salted_hmac(_PURPOSE, salt, secret=key, algorithm="sha256").digest()
    return f"whsec_{base64.b64encode(digest).decode()}"


def _secrets_of(webhook: Webhook, now: datetime) -> Iterator[str]:
    """Yields the secrets with which messages are signed: of former secret keys of the site, too."""
    salts = [webhook.salt]
    if webhook.former_salt and webhook.former_until is not None and webhook.former_until > now:
        salts.append(webhook.former_salt)
    for salt in salts:
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            yield secret_of(salt, key)


def signed_headers(webhook: Webhook, message_id: str, body: bytes, now: datetime) -> dict[str, str]:
    """Returns the headers of a message that is sent at `now` (aware), with a signature for each valid secret."""
    moment, text = now.astimezone(UTC), body.decode()
    signatures = [Signer(secret).sign(message_id, moment, text) for secret in _secrets_of(webhook, now)]
    return {
        "Content-Type": "application/json",
        "webhook-id": message_id,
        "webhook-timestamp": str(int(moment.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
