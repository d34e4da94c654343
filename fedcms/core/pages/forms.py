"""The admin form of a page, which makes a slug of any title (fedcms.core.pages.slugs)."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.coreutils import find_available_slug

from fedcms.core.pages.address_length import LONGEST_ADDRESS, space_for_slug, too_long
from fedcms.core.pages.slugs import is_made_of, slug_of


class SlugFollowsTitle(WagtailAdminPageForm):
    """The base of page forms. It makes the slugs that the browser cannot make from a title.

    Until the page is public, its slug follows the title: the editor saves while one types, and would otherwise keep a
    slug made from the title's first letters.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        """Makes the slug before Wagtail checks whether it is taken. Adds an error for an address that is too long."""
        if "slug" in self.cleaned_data and not self._was_typed(self.cleaned_data["slug"]):
            made = slug_of(self.cleaned_data.get("title", ""), self._space)
            if made:
                made = find_available_slug(self.parent_page, made, ignore_page_id=self.instance.pk)
            elif "title" in self.cleaned_data:
                self.add_error("slug", self.fields["slug"].error_messages["required"])
            self.cleaned_data["slug"] = made
        cleaned: dict[str, Any] = super().clean()
        slug = cleaned.get("slug")
        if slug and (length := too_long(self.instance, self.parent_page, slug)):
            self.add_error("slug", self._too_long(length))
        return cleaned

    @cached_property
    def _space(self) -> int:
        """How many characters the slug may have."""
        return space_for_slug(self.instance, self.parent_page)

    def _too_long(self, length: int) -> str:
        """Returns the error message. So long an address could not be stored as a redirect when it changes later."""
        return _(
            "L’adresse de la page, ou d’une page au-dessous, aurait %(length)d caractères en tout, %(limit)d au plus : "
            "raccourcissez-en la fin."
        ) % {"length": length, "limit": LONGEST_ADDRESS}

    def _was_typed(self, slug: str) -> bool:
        if not slug.strip("-"):
            return False
        before = self.initial.get("title", "")
        now = self.cleaned_data.get("title", before)
        if slug == self.initial.get("slug"):
            follows_title = self.instance.first_published_at is None and is_made_of(slug, before, self._space)
            return now == before or not follows_title
        # The browser makes it from the title, without knowing how long the parent's address is.
        return len(slug) <= self._space or slug != slug_of(now)
