"""URLs of feeds, under each language's prefix."""

import re

from django.urls import path, re_path

from clusters.content.subscriptions import SCOPE_PATTERN
from home.feeds.formats import FORMATS
from home.feeds.overview import overview
from home.feeds.views import feed

_NAMES = "|".join(re.escape(name) for name in FORMATS)

urlpatterns = [
    path("feeds/", overview, name="feeds"),
    re_path(rf"{SCOPE_PATTERN}(?P<name>{_NAMES})$", feed, name="feed"),
]
