"""The abstract base of all page types of the project."""

from collections.abc import Iterable, Mapping
from typing import ClassVar, Self, cast

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models, transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.models import Page, PageManager, PageViewRestriction, Revision
from wagtail.query import PageQuerySet
from wagtail.search import index

from fedcms.core.blocks import plain_text
from fedcms.core.design.colour import FEDERATION_ACCENT
from fedcms.core.models.search_defaults import SearchDefaultsMixin
from fedcms.core.pages import previews
from fedcms.core.pages.addresses import site_base
from fedcms.core.pages.panels import for_search_engines, schedule, title_and_summary
from fedcms.core.pages.publication import publication
from fedcms.core.pages.registered_views import registered_context, registered_view
from fedcms.core.pages.slugs import slug_of
from fedcms.core.pages.tree_place import take_place_in_tree
from fedcms.core.pages.write_locks import lock_before_deletion, lock_before_save
from fedcms.core.seo.head_types import HeadContext, HeadMetadata
from fedcms.core.seo.schema_org import Thing, WebPage
from fedcms.core.seo.site_name import site_name
from fedcms.core.seo.social_card_text import SocialCardText
from fedcms.core.visibility import Moment, is_released, visible_q


class BasePageQuerySet(PageQuerySet):
    """Queries of pages."""

    def visible(self, now: Moment | None = None) -> Self:
        """Returns pages that an anonymous visitor may see at `now` (aware, default: this moment)."""
        return self.filter(visible_q(now))  # type: ignore[no-any-return]  # Wagtail is untyped

    def in_language(self, code: str) -> Self:
        """Returns pages of one locale, by its language code."""
        return self.filter(locale__language_code=code)  # type: ignore[no-any-return]


BasePageManager = PageManager.from_queryset(BasePageQuerySet)


class BasePage(SearchDefaultsMixin, Page):
    """The base of all page types: a page with a summary, which is served only when it is visible.

    Never an alias: aliases are refused where they would be made (clusters.translation), and existing ones are not
    visible.
    """

    summary = models.TextField(
        _("chapô"),
        max_length=400,
        blank=True,
        help_text=_(
            "Une ou deux phrases. Elles paraissent dans les listes, les cartes, les flux et la recherche."
        ),
    )

    slug: str  # Wagtail's column

    # Key and labels of a page type that is searched and listed (see clusters.content.registry); "" when it is neither.
    kind: ClassVar[str] = ""
    kind_label: ClassVar[str | Promise] = ""
    kind_label_plural: ClassVar[str | Promise] = ""
    # Relations that `search_text` reads; a rebuild prefetches them for many pages at once.
    search_relations: ClassVar[tuple[str, ...]] = ()

    # A follower updates Wagtail's index of the admin (fedcms.core.signal_handlers), not each save of a draft.
    search_auto_update: ClassVar[bool] = False

    # Fields that are shown nowhere: their change alone is no public change (fedcms.core.changes.content_digest).
    unseen_fields: ClassVar[tuple[str, ...]] = ()

    # Sentences for the create screen, beside Wagtail's `page_description` (when to use the type): which type to choose
    # instead, if an editor confuses this one with another.
    take_instead: ClassVar[tuple[str | Promise, ...]] = ()

    objects = BasePageManager()

    content_panels: ClassVar = title_and_summary()
    # Wagtail's last group has the checkbox of the menus.
    promote_panels: ClassVar = [*for_search_engines(), *Page.promote_panels[1:]]
    settings_panels: ClassVar = schedule()
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        abstract = True

    def shown_of_others(self) -> dict[str, object]:
        """Returns what visitors see on the page of rows that are not its own, so that their change is a public one.

        Whoever writes such rows calls `fedcms.core.changes.recording.write_page` for the pages.
        """
        return {}

    def _set_core_field_defaults(self) -> None:
        """Makes a slug from a title in any script, then does as Wagtail does.

        Every way to create a page (form, API, copy, script) comes through here. The browser may have sent hyphens
        alone as the slug of a title that it cannot transliterate.
        """
        if not (self.slug or "").strip("-"):
            parent_is_known = self.path or getattr(self, "_cached_parent_obj", None)
            made = slug_of(self.title) if parent_is_known else ""
            self.slug = self._get_autogenerated_slug(made) if made else ""
        super()._set_core_field_defaults()

    def full_clean(self, *args: object, **kwargs: object) -> None:
        """Validates the page as Wagtail does, but for its content type: Wagtail sets it from the rows that there are.

        Asking whether that row exists costs a query for each new page.
        """
        given = cast("Iterable[str] | None", kwargs.pop("exclude", None))
        super().full_clean(*args, exclude={*(given or ()), "content_type"}, **kwargs)

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str | None, str | None] | None:
        """Returns site, root and path as Wagtail does, the root from FEDCMS_BASE_URL.

        Mails and the API show `full_url`. The row of the site, where Wagtail reads its host name, says "localhost".
        """
        parts = super().get_url_parts(request)
        if parts is None:
            return None
        site_id, root, path = parts
        if root is None:
            return site_id, None, None
        return site_id, site_base(), path

    def save(self, *args: object, **kwargs: object) -> None:
        """Saves the page at its present position in the tree, which may have changed since the page was loaded.

        Raises `DoesNotExist` if it was deleted meanwhile: Django would write it anew, where treebeard has no place.
        """
        if self.pk is None:  # new: its tree position has just been made
            super().save(*args, **kwargs)
            return
        fields = cast("Iterable[str] | None", kwargs.get("update_fields"))
        with transaction.atomic():
            # The order of locks (docs/adr/0029): translation sets come before the page's own row.
            lock_before_save(self, None if fields is None else frozenset(fields))
            if not take_place_in_tree(self) and not self._state.adding:
                raise type(self).DoesNotExist(f"The page {self.pk} was deleted before it was saved.")
            super().save(*args, **kwargs)

    def with_content_json(self, content: dict[str, object]) -> Self:
        """Restores an old revision; which revision is public, and since when, is of the page and not of a revision.

        Wagtail takes both from the revision: a page that was taken offline would have a public revision again.
        """
        page: Self = super().with_content_json(content)
        page.live_revision_id = self.live_revision_id
        page.last_published_at = self.last_published_at
        return page

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        """Deletes the page and all below it; returns how many rows were deleted, in all and by model.

        Meanwhile nobody adds a row that refers to one of them: all are locked before it is looked what refers to them.
        """
        with transaction.atomic():
            lock_before_deletion(self)
            deleted: tuple[int, dict[str, int]] = super().delete(*args, **kwargs)
            return deleted

    def publish(
        self,
        revision: Revision,
        user: AbstractBaseUser | None = None,
        changed: bool = True,
        log_action: bool | str = True,
        previous_revision: Revision | None = None,
        skip_permission_checks: bool = False,
    ) -> None:
        """Publishes as Wagtail does, if what is registered allows it. Raises `NotPublished` before any write.

        What is registered asks for the person's right, too (clusters.publishing.rights): Wagtail would ask for the
        permission on the page, which a reviewer of the federation does not hold.
        """
        with publication(self, revision, user, is_allowed=skip_permission_checks):
            super().publish(
                revision,
                user=user,
                changed=changed,
                log_action=log_action,
                previous_revision=previous_revision,
                skip_permission_checks=True,
            )

    def social_card_text(self) -> SocialCardText | None:
        """Returns the text of the page's social card; None when its section's card is used instead. No query."""
        return self.federation_social_card()

    def federation_social_card(self) -> SocialCardText:
        """Returns the text of the social card of a page that belongs to the federation."""
        language = self.locale.language_code
        with override(language):
            site = site_name()
        return SocialCardText(
            key=str(self.translation_key),
            language=language,
            title=self.title,
            kind="",
            cluster_code="FED",
            owner=site,
            accent=FEDERATION_ACCENT,
            site=site,
        )

    def _beginning(self) -> str:
        body = getattr(self, "body", None)
        return plain_text(body)[:500] if body else ""

    def head_metadata(self, context: Mapping[str, object]) -> HeadMetadata:
        """Returns what the page's head says (fedcms.core.seo.head_types). No query."""
        return HeadMetadata(
            title=self.title,
            seo_title=self.seo_title,
            description=self.search_description or self.summary or self._beginning(),
            modified_at=self.last_published_at,
            social_card=self.social_card_text(),
        )

    def structured_data(self, head_context: HeadContext) -> Thing:
        """Returns the page as a schema.org object. No query."""
        return WebPage(
            id=head_context.url,
            name=self.title,
            description=head_context.description,
            url=head_context.url,
            image=head_context.images,
            in_language=head_context.language,
            date_modified=self.last_published_at,
            publisher=head_context.publisher,
        )

    @property
    def preview_modes(self) -> list[tuple[str, str | Promise]]:
        """The preview modes: the page itself, its search result and its social card."""
        return previews.MODES

    @property
    def preview_sizes(self) -> list[previews.Size]:
        """The preview sizes: phone, tablet and desktop."""
        return previews.SIZES

    def head_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase | None:
        """Returns the preview of the search result or of the social card; None for any other mode."""
        if mode_name not in previews.TEMPLATES:
            return None
        context = self.get_context(request)
        context["editor_language"] = previews.language_of_editor(request)
        return TemplateResponse(request, previews.TEMPLATES[mode_name], context)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """Returns the preview of the head in its modes, otherwise Wagtail's."""
        response: HttpResponseBase = self.head_preview(request, mode_name) or super().serve_preview(
            request, mode_name
        )
        return response

    def get_view_restrictions(self) -> "models.QuerySet[PageViewRestriction]":
        """Returns the view restrictions; without a query when this request's routing has seen that there are none."""
        if getattr(self, "is_known_unrestricted", False):
            none: models.QuerySet[PageViewRestriction] = PageViewRestriction.objects.none()
            return none
        restrictions: models.QuerySet[PageViewRestriction] = super().get_view_restrictions()
        return restrictions

    def serve_password_required_response(
        self, request: HttpRequest, form: Form, action_url: str
    ) -> TemplateResponse:
        """Shows the password form without the page in its context: head and site frame would reveal its content."""
        context = {"form": form, "action_url": action_url}
        return TemplateResponse(request, "wagtailcore/password_required.html", context)

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        """Returns Wagtail's context with what was registered for this type; what access links alone add is `None`."""
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        return context | {"access_notice": None, "comment_form": None} | registered_context(self, request)

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Serves the page by the view registered for its type, else Wagtail's. Raises `Http404` unless released.

        View restrictions were checked before (Wagtail's `before_serve_page` hook). Previews do not come through here.
        """
        if not is_released(self, timezone.now()):
            raise Http404
        if view := registered_view(self):
            return view(self, request, *args, **kwargs)
        response: HttpResponseBase = super().serve(request, *args, **kwargs)
        return response
