"""Slow work of this room, done by the worker; each task is safe to run twice."""

from django.contrib.contenttypes.models import ContentType
from django_tasks import task
from wagtail.models import Page, ReferenceIndex

from fedcms.media.models import FederationImage
from fedcms.media.renditions import make_renditions


def images_of_page(page: Page) -> list[FederationImage]:
    """The images that a page shows (its lead, those of its body), as the reference index knows them."""
    references = ReferenceIndex.get_references_for_object(page).filter(
        to_content_type=ContentType.objects.get_for_model(FederationImage)
    )
    return list(
        FederationImage.objects.filter(
            pk__in=[int(pk) for pk in references.values_list("to_object_id", flat=True)]
        )
    )


@task(backend="background")
def render_images_of_page(page_id: int) -> int:
    """Makes the missing renditions of a page's images; returns how many. A page that is gone has none."""
    page = Page.objects.filter(pk=page_id).first()
    return sum(make_renditions(image) for image in images_of_page(page)) if page else 0


@task(backend="background")
def render_image(image_id: int) -> int:
    """Makes the missing renditions of one image; returns how many. An image that is gone has none."""
    image = FederationImage.objects.filter(pk=image_id).first()
    return make_renditions(image) if image else 0
