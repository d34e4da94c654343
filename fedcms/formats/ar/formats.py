"""Arabic dates as CLDR writes them: Django's own put a comma before the year."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y، H:i"
TIME_FORMAT = "H:i"
