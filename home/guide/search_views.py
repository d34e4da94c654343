"""The view that searches the editors' guide."""

from django.utils.translation import gettext as _

from home.guide.finding import find_sections
from home.guide.views import GuideView


class GuideSearchView(GuideView):
    """The sections of the guide in which the words of a query are found."""

    template_name = "home/guide/search.html"

    def get_page_title(self) -> str:
        """Returns the title in the reader's language."""
        return _("Rechercher dans le guide")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Adds this screen."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        """Adds what was found."""
        query = self.search_form.query
        return super().get_context_data(**kwargs) | {
            "query": query,
            "hits": find_sections(self.chapters, query, self.language) if query else [],
        }
