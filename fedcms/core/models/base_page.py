"""The abstract page from which every page type of the project comes."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import ClassVar, Self

from django.db import models
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet
from wagtail.search import index

from fedcms.core import previews
from fedcms.core.blocks import plain_text
from fedcms.core.cards import CardText
from fedcms.core.colour import FEDERATION_ACCENT
from fedcms.core.head import Frame, HeadFacts
from fedcms.core.identity import site_name
from fedcms.core.panels import for_search_engines, schedule, title_and_summary
from fedcms.core.schema_org import Thing, WebPage
from fedcms.core.visibility import Moment, is_released, visible_q


class BasePageQuerySet(PageQuerySet):
    """The verbs by which pages are asked for."""

    def visible(self, now: Moment | None = None) -> Self:
        """Pages that an anonymous visitor may see at `now` (aware, default: this moment)."""
        return self.filter(visible_q(now))  # type: ignore[no-any-return]  # Wagtail is untyped

    def in_language(self, code: str) -> Self:
        """Pages of one locale, by its language code."""
        return self.filter(locale__language_code=code)  # type: ignore[no-any-return]


BasePageManager = PageManager.from_queryset(BasePageQuerySet)


class BasePage(Page):
    """A page with a summary that refuses to be served when it is not visible.

    Never an alias: `alias` copies are refused where they are made (clusters.localize) and not visible where they exist.
    """

    summary = models.TextField(
        _("chapô"),
        max_length=400,
        blank=True,
        help_text=_(
            "Une ou deux phrases. Elles paraissent dans les listes, les cartes, les flux et la recherche."
        ),
    )

    # What a type that is searched and listed says of itself (see clusters.content_types); "" = it is not.
    kind: ClassVar[str] = ""
    kind_label: ClassVar[str | Promise] = ""
    kind_label_plural: ClassVar[str | Promise] = ""

    # The create screen shows Wagtail's `page_description` (when to use the type) and these: for what it is confused
    # with, what to take instead. One sentence each.
    take_instead: ClassVar[tuple[str | Promise, ...]] = ()

    objects = BasePageManager()

    content_panels: ClassVar = title_and_summary()
    # With Wagtail's last group, the box of the menus.
    promote_panels: ClassVar = [*for_search_engines(), *Page.promote_panels[1:]]
    settings_panels: ClassVar = schedule()
    search_fields: ClassVar = [*Page.search_fields, index.SearchField("summary")]

    class Meta:
        abstract = True

    def search_text(self) -> str:
        """The words of the page beyond title and summary, as the federated search reads them: plain text."""
        body = getattr(self, "body", None)
        return plain_text(body) if body else ""

    def search_day(self) -> date | None:
        """The day that results show, where it takes place; `None` where the moment by which they are sorted says it."""
        return None

    def search_ends_at(self) -> datetime | None:
        """The moment (aware) from which it is over; `None` for what does not take place."""
        return None

    def search_status(self) -> str:
        """The key of a state that results must tell, "" when all is as one expects."""
        return ""

    @classmethod
    def status_words(cls, status: str) -> str | Promise:
        """A key of `search_status` in words."""
        return ""

    def card_text(self) -> CardText | None:
        """What its social card says, in its own language; `None` when its section's card is its own. No query."""
        return self.federation_card()

    def federation_card(self) -> CardText:
        """The card of a page that the federation signs."""
        language = self.locale.language_code
        with override(language):
            site = site_name()
        return CardText(
            key=str(self.translation_key),
            language=language,
            title=self.title,
            kind="",
            signature="FED",
            owner=site,
            accent=FEDERATION_ACCENT,
            site=site,
        )

    def _beginning(self) -> str:
        body = getattr(self, "body", None)
        return plain_text(body)[:500] if body else ""

    def head_facts(self, context: Mapping[str, object]) -> HeadFacts:
        """What the page's head says (fedcms.core.head). No query."""
        return HeadFacts(
            title=self.title,
            seo_title=self.seo_title,
            description=self.search_description or self.summary or self._beginning(),
            modified_at=self.last_published_at,
            card=self.card_text(),
        )

    def structured_data(self, frame: Frame) -> Thing:
        """The page as a thing of schema.org. No query."""
        return WebPage(
            id=frame.url,
            name=self.title,
            description=frame.description,
            url=frame.url,
            image=frame.images,
            in_language=frame.language,
            date_modified=self.last_published_at,
            publisher=frame.publisher,
        )

    @property
    def preview_modes(self) -> list[tuple[str, str | Promise]]:
        """The page, and what search engines and social networks make of it."""
        return previews.MODES

    @property
    def preview_sizes(self) -> list[previews.Size]:
        """Phone, tablet and desktop."""
        return previews.SIZES

    def head_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase | None:
        """What is shown in one of the modes of the head, `None` in the others."""
        if mode_name not in previews.TEMPLATES:
            return None
        context = self.get_context(request)
        context["editor_language"] = previews.language_of_editor(request)
        return TemplateResponse(request, previews.TEMPLATES[mode_name], context)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponseBase:
        """Wagtail's, and the modes of the head."""
        response: HttpResponseBase = self.head_preview(request, mode_name) or super().serve_preview(
            request, mode_name
        )
        return response

    def get_view_restrictions(self) -> "models.QuerySet[PageViewRestriction]":
        """Wagtail's, without its queries where the routing of this very request saw that there are none."""
        if getattr(self, "is_known_unrestricted", False):
            none: models.QuerySet[PageViewRestriction] = PageViewRestriction.objects.none()
            return none
        restrictions: models.QuerySet[PageViewRestriction] = super().get_view_restrictions()
        return restrictions

    def serve_password_required_response(
        self, request: HttpRequest, form: Form, action_url: str
    ) -> TemplateResponse:
        """Wagtail's, without the page: its head and what stands around it would tell what is not for everybody."""
        context = {"form": form, "action_url": action_url}
        return TemplateResponse(request, "wagtailcore/password_required.html", context)

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Wagtail's serve, after the clock was asked.

        View restrictions were handled before (Wagtail's `before_serve_page` hook): who passed one may read on.
        Previews do not come through here.
        """
        if not is_released(self, timezone.now()):
            raise Http404
        response: HttpResponseBase = super().serve(request, *args, **kwargs)
        return response
