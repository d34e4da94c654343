"""Expands links in rich text only to pages that an anonymous visitor may see.

The address of a page under embargo tells its title, so that such a link is shown as text until the page is public.
"""

from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from fedcms.core.pages.addresses import page_address
from fedcms.core.visibility import visible_q


class VisiblePageLinkHandler(PageLinkHandler):
    """Wagtail's handler of `linktype="page"`, asking visibility. One query a text, whatever the number of links."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, str]]) -> list[str]:
        """The opening tag of each link, without an address where the page is not public."""
        wanted = {attrs["id"] for attrs in attrs_list if attrs.get("id", "").isdigit()}
        pages = Page.objects.filter(visible_q(), pk__in=wanted).only("url_path").in_bulk()
        found = [
            pages.get(int(attrs["id"])) if attrs.get("id", "").isdigit() else None for attrs in attrs_list
        ]
        return [f'<a href="{escape(page_address(page))}">' if page else "<a>" for page in found]
