"""Background tasks for renditions and social cards; each is safe to repeat."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django_tasks import task
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, ReferenceIndex

from fedcms.core.lanes import Lane
from fedcms.core.models.base_page import BasePage
from fedcms.core.visibility import visible_q
from fedcms.media.models import FederationImage
from fedcms.media.renditions import make_renditions
from fedcms.media.social_cards.store import draw

# For how many pages one task draws cards, before other tasks run.
CARDS_AT_ONCE = 25
# The priority of cards: mails and renditions go first.
LATER = -10


def images_of_page(page: Page) -> list[FederationImage]:
    """Returns the images that a page shows (lead and body), from Wagtail's reference index."""
    references = ReferenceIndex.get_references_for_object(page).filter(
        to_content_type=ContentType.objects.get_for_model(FederationImage)
    )
    return list(
        FederationImage.objects.filter(
            pk__in=[int(pk) for pk in references.values_list("to_object_id", flat=True)]
        )
    )


@task(backend="background", queue_name=Lane.FOLLOWERS)
def render_images_of_page(page_id: int) -> int:
    """Makes the missing renditions of a page's images; returns how many. Does nothing for a deleted page."""
    page = Page.objects.filter(pk=page_id).first()
    return sum(make_renditions(image) for image in images_of_page(page)) if page else 0


@task(backend="background", queue_name=Lane.FOLLOWERS)
def render_image(image_id: int) -> int:
    """Makes the missing renditions of one image; returns how many. Does nothing for a deleted image."""
    image = FederationImage.objects.filter(pk=image_id).first()
    return make_renditions(image) if image else 0


def _draw_social_card_of(page: Page) -> bool:
    """Draws the missing card of a page; returns False if it exists, or if the page has no card of its own."""
    text = page.social_card_text() if isinstance(page, BasePage) else None
    return text is not None and draw(text)


@task(backend="background", queue_name=Lane.FOLLOWERS, priority=LATER)
def draw_card_of_page(page_id: int) -> bool:
    """Draws a page's social card from its stored row; returns whether it drew. Does nothing for a deleted page."""
    page = Page.objects.filter(pk=page_id).first()
    return page is not None and _draw_social_card_of(page.specific)


def _draw_some_cards(condition: Q, after: int) -> tuple[int, int | None]:
    """Draws the missing cards of the next visible pages; returns how many, and the last page if there may be more."""
    pages = list(
        Page.objects.filter(visible_q(), condition, pk__gt=after).order_by("pk")[:CARDS_AT_ONCE].specific()
    )
    drawn = sum(_draw_social_card_of(page) for page in pages)
    return drawn, pages[-1].pk if len(pages) == CARDS_AT_ONCE else None


@task(backend="background", queue_name=Lane.FOLLOWERS, priority=LATER)
def draw_cards_of_image(image_id: int, after: int = 0) -> int:
    """Draws the missing cards of some visible pages that use an image, and enqueues a task for the rest.

    Starts with the page after the primary key `after`; returns how many it drew.
    """
    references = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(FederationImage),
        to_object_id=str(image_id),
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    used_by = [int(key) for key in references.values_list("object_id", flat=True).distinct()]
    drawn, last = _draw_some_cards(Q(pk__in=used_by), after)
    if last is not None:
        draw_cards_of_image.enqueue(image_id=image_id, after=last)
    return drawn


@task(backend="background", queue_name=Lane.FOLLOWERS, priority=LATER)
def draw_missing_cards(after: int = 0) -> int:
    """Draws missing cards of some public pages, and enqueues a task for the rest; returns how many it drew.

    Starts with the page after the primary key `after`.
    """
    drawn, last = _draw_some_cards(Q(depth__gt=1), after)
    if last is not None:
        draw_missing_cards.enqueue(after=last)
    return drawn


def look_for_missing_cards() -> None:
    """Enqueues `draw_missing_cards` from the beginning, unless such a task is waiting already."""
    waiting = DBTaskResult.objects.ready().filter(task_path=draw_missing_cards.module_path)
    if settings.FEDCMS_SOCIAL_CARDS and not waiting.filter(args_kwargs__kwargs={}).exists():
        draw_missing_cards.enqueue()
