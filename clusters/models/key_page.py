"""The base of pages that people look for by a name: what they call them beside the title."""

from typing import ClassVar

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from fedcms.core.models.base_page import BasePage
from fedcms.core.pages.translatable_fields import PAGE_FIELDS, translated

KEY_PAGES = "page"
"""The kind under which the search finds pages without a kind of their own: that of standard pages."""
MAX_WORDS = 300
"""Characters."""


def _for_site_search() -> MultiFieldPanel:
    """Returns the panel of the words. Its help text is here, since in the field it would cause migrations."""
    return MultiFieldPanel(
        [
            FieldPanel(
                "search_words",
                help_text=_(
                    "Ce que l’on tape pour trouver cette page et que son titre ne dit pas, séparé par des virgules : "
                    "« adhérer, devenir membre ». Les mots habituels de ce type de page y sont déjà."
                ),
            )
        ],
        heading=_("Pour la recherche du site"),
    )


class KeyPage(BasePage):
    """A page with words under which the federated search finds it first, although it does not say them."""

    search_words = models.CharField(_("mots de recherche"), max_length=MAX_WORDS, blank=True)

    # Words for every page of the type, separated by commas, in each language.
    usual_search_words: ClassVar[str | Promise] = ""

    promote_panels: ClassVar = [*BasePage.promote_panels, _for_site_search()]
    translatable_fields: ClassVar = [*PAGE_FIELDS, *translated("search_words")]

    class Meta:
        abstract = True

    @property
    def usual_words(self) -> str | Promise:
        """The words for every page of the type; a type of two uses chooses."""
        return self.usual_search_words

    def search_names(self) -> list[str]:
        """Returns the words of the page and of its type, in the page's language, each once."""
        with override(self.locale.language_code):
            usual = str(self.usual_words)
        # Arabic has a comma of its own.
        words = f"{self.search_words},{usual}".replace("،", ",").split(",")
        return list(dict.fromkeys(filter(None, map(str.strip, words))))
