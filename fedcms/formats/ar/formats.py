"""Arabic dates and numbers as CLDR writes them: Django's own put a comma before the year, and for the point."""

from fedcms.formats.typed import DATE_INPUT_FORMATS, DATETIME_INPUT_FORMATS, TIME_INPUT_FORMATS

__all__ = [
    "DATETIME_FORMAT",
    "DATETIME_INPUT_FORMATS",
    "DATE_FORMAT",
    "DATE_INPUT_FORMATS",
    "DECIMAL_SEPARATOR",
    "SHORT_DATETIME_FORMAT",
    "THOUSAND_SEPARATOR",
    "TIME_FORMAT",
    "TIME_INPUT_FORMATS",
]

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y، H:i"
# Django has none, and would take the American one. The marks keep the order from right to left.
SHORT_DATETIME_FORMAT = "d\u200f/m\u200f/Y H:i"
TIME_FORMAT = "H:i"
# With Western digits, as everywhere on the site.
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
