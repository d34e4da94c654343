"""Returns where in the guide the help for a screen is."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from fedcms.core.http.screens import screen_name
from home.guide.chapters import chapter_url, guide_language
from home.guide.screens import help_for


def topic_url(request: HttpRequest) -> str:
    """Returns the address of what tells of the screen of a request, in the reader's language; "" if nothing does."""
    language = guide_language(get_language() or "")
    topic = help_for(screen_name(request))
    if topic is None:
        return ""
    name, _sign, anchor = topic[language].partition("#")
    return chapter_url(language, name, anchor)


def help_url(request: HttpRequest) -> str:
    """Returns the same, or the address of the guide's table of contents where no chapter tells of the screen."""
    return topic_url(request) or reverse("guide:contents", args=[guide_language(get_language() or "")])
