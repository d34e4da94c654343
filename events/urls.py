"""URLs of calendars, under each language's prefix."""

import re

from django.urls import re_path

from clusters.content.subscriptions import CALENDAR, SCOPE_PATTERN
from events.views import page_calendar, scope_calendar

_FILE = re.escape(CALENDAR)

urlpatterns = [
    re_path(rf"{SCOPE_PATTERN}{_FILE}$", scope_calendar, name="scope_calendar"),
    re_path(rf"^(?P<path>(?:[\w-]+/)+){_FILE}$", page_calendar, name="page_calendar"),
]
