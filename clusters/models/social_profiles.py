"""Reads the addresses of a cluster's profiles on social networks, one a line."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

MOST_PROFILES = 8
_is_address = URLValidator(schemes=["https"])


def profile_addresses(text: str) -> list[str]:
    """Returns the addresses in a text, one a line, each once."""
    return list(dict.fromkeys(filter(None, map(str.strip, text.splitlines()))))


def validate_profiles(text: str) -> None:
    """Raises `ValidationError` unless each line is an https address, and they are few."""
    addresses = profile_addresses(text)
    if len(addresses) > MOST_PROFILES:
        raise ValidationError(_("%(most)s profils au plus.") % {"most": MOST_PROFILES})
    for address in addresses:
        try:
            _is_address(address)
        except ValidationError as error:
            raise ValidationError(
                _("« %(address)s » n’est pas une adresse : une par ligne, qui commence par https://."),
                params={"address": address},
            ) from error
