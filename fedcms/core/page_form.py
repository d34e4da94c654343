"""The admin form of a page makes an address of any title (fedcms.core.slugs)."""

from typing import Any

from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.coreutils import find_available_slug

from fedcms.core.slugs import is_made_of, slug_of


class SlugFollowsTitle(WagtailAdminPageForm):
    """Base of a page's admin form: makes the address that the browser could not make of the title.

    Until the page is public, the address follows the title: the editor saves while one types, and would keep an address
    made of the title's first letters.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        """Before Wagtail looks whether the address is taken."""
        if "slug" in self.cleaned_data and not self._was_typed(self.cleaned_data["slug"]):
            made = slug_of(self.cleaned_data.get("title") or "")
            if made:
                ignored = {"ignore_page_id": self.instance.pk} if self.instance.pk else {}
                made = find_available_slug(self.parent_page, made, **ignored)
            elif "title" in self.cleaned_data:
                self.add_error("slug", self.fields["slug"].error_messages["required"])
            self.cleaned_data["slug"] = made
        cleaned: dict[str, Any] = super().clean()
        return cleaned

    def _was_typed(self, slug: str) -> bool:
        if not slug.strip("-"):
            return False
        before = self.initial.get("title") or ""
        is_untouched = slug == self.initial.get("slug") and is_made_of(slug, before)
        is_new_title = self.cleaned_data.get("title", before) != before
        return not (is_untouched and is_new_title and self.instance.first_published_at is None)
