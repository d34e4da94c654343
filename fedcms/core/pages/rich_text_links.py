"""Expands links in rich text only to pages that an anonymous visitor may see.

The address of a page under embargo would give its title away, so such a link is shown as text until the page is
public.
"""

from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from fedcms.core.pages.addresses import page_address
from fedcms.core.visibility import visible_q


class VisiblePageLinkHandler(PageLinkHandler):
    """Wagtail's handler of `linktype="page"`, with a check of visibility. One query for each text."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """Returns the opening tag of each link, without an address when the page is not public."""
        wanted = {attrs["id"] for attrs in attrs_list if attrs.get("id", "").isdigit()}
        pages = Page.objects.filter(visible_q(), pk__in=wanted).only("url_path").in_bulk()
        found = [
            pages.get(int(attrs["id"])) if attrs.get("id", "").isdigit() else None for attrs in attrs_list
        ]
        return [f'<a href="{escape(page_address(page))}">' if page else "<a>" for page in found]
