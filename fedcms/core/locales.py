"""The CLDR locale by which dates, hours, money and names are written in the active language."""

from django.utils.translation import get_language

# English as Europe writes it: hours to 24, the day before the month.
_REGIONAL = {"en": "en_GB"}


def cldr_locale() -> str:
    """The name that Babel takes for the active language, French when there is none."""
    language = get_language() or "fr"
    return _REGIONAL.get(language, language.replace("-", "_"))


def list_separator() -> str:
    """What stands between the items of a list in one line."""
    return "، " if cldr_locale() == "ar" else ", "
