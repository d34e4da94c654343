"""The views of the editors' guide in the admin: its table of contents, and a chapter."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from fedcms.core.i18n.bidi import in_line
from home.guide.chapters import (
    CONTENTS,
    LANGUAGES,
    Chapter,
    chapter,
    chapters,
    guide_language,
    neighbours,
    same_chapter_in,
)
from home.guide.forms import GuideSearchForm


def in_own_language(request: HttpRequest) -> HttpResponse:
    """Leads to the guide in the reader's language."""
    return redirect("guide:contents", guide_language(get_language() or ""))


class GuideView(WagtailAdminTemplateMixin, TemplateView):
    """What the screens of the guide share: the language of the guide, its chapters, the search box."""

    header_icon = "help"

    @cached_property
    def language(self) -> str:
        """Returns the language of the guide. Raises `Http404` if it is not written in it."""
        language = str(self.kwargs["language"])
        if language not in LANGUAGES:
            raise Http404
        return language

    @cached_property
    def chapters(self) -> list[Chapter]:
        """Returns all chapters, the table of contents first."""
        return chapters(self.language)

    @cached_property
    def search_form(self) -> GuideSearchForm:
        """Returns the search box, with what was asked."""
        return GuideSearchForm(self.request.GET)

    def get_page_title(self) -> str:
        """Returns the title in the reader's language."""
        return _("Guide")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Returns the way from the dashboard through the table of contents."""
        own = {"url": reverse("guide:contents", args=[self.language]), "label": _("Guide")}
        return [*super().get_breadcrumbs_items(), own]

    def other_languages(self) -> list[dict[str, str]]:
        """Returns the guide's other languages, each with its name in itself and its address."""
        return [
            {
                "code": code,
                "name": str(get_language_info(code)["name_local"]).capitalize(),
                "url": self.url_in(code),
            }
            for code in LANGUAGES
            if code != self.language
        ]

    def url_in(self, language: str) -> str:
        """Returns the address of the same screen in another language of the guide."""
        return reverse("guide:contents", args=[language])

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Adds what all screens of the guide show."""
        # The interface may be in a language of which there is no guide; then the screen says so.
        interface = (get_language() or "").partition("-")[0]
        return super().get_context_data(**kwargs) | {
            "guide_language": self.language,
            "guide_is_translated": interface in LANGUAGES,
            "chapters": self.chapters,
            "guide_search": self.search_form,
            "other_languages": self.other_languages(),
        }


class ChapterView(GuideView):
    """A chapter of the guide."""

    template_name = "home/guide/chapter.html"

    @cached_property
    def chapter(self) -> Chapter:
        """Returns the chapter. Raises `Http404` if there is none of this name in this language."""
        found = chapter(self.language, str(self.kwargs.get("name", CONTENTS)))
        if found is None:
            raise Http404
        return found

    def get_page_title(self) -> str:
        """Returns the chapter's own title."""
        return in_line(self.chapter.title)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Adds the chapter."""
        own = [] if self.chapter.name == CONTENTS else [{"url": "", "label": self.get_page_title()}]
        return [*super().get_breadcrumbs_items(), *own]

    def url_in(self, language: str) -> str:
        """Returns the address of the same chapter in another language."""
        other = same_chapter_in(language, self.chapter)
        return other.url if other else super().url_in(language)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Adds the chapter and its neighbours."""
        before, after = neighbours(self.chapter, self.chapters)
        return super().get_context_data(**kwargs) | {
            "chapter": self.chapter,
            "before": before,
            "after": after,
        }


class ContentsView(ChapterView):
    """The guide's table of contents: who does what, and all chapters with their sections."""
