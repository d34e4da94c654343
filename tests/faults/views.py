"""Views of the load alone: each writes as the product does, and says what it wrote once that is committed."""

from django.core.files.base import ContentFile
from django.http import HttpRequest, JsonResponse
from django.utils.crypto import get_random_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from clusters.models import ClusterPage
from clusters.publishing.may_publish import publishing
from fedcms.core.pages.publication import Way
from fedcms.media.models import FederationDocument
from news.models import ArticlePage, NewsIndexPage

LANGUAGE = "es"
"""The load publishes in this language and reads in others, so that it drops none of the pages that are to stay kept."""


@csrf_exempt
@require_POST
def publish(request: HttpRequest) -> JsonResponse:
    """Makes a page, saves its revision and publishes it, as the form "create and publish" does."""
    section = ClusterPage.objects.filter(locale__language_code=LANGUAGE, live=True).earliest("pk")
    parent = NewsIndexPage.objects.child_of(section).get()
    word = get_random_string(12, "abcdefghijklmnopqrstuvwxyz")
    page = ArticlePage(
        title=f"Avería {word}", summary="Publicado bajo carga.", live=False, locale=parent.locale
    )
    with publishing(Way.CODE):
        parent.add_child(instance=page)
        page.save_revision(log_action=True).publish()
    return JsonResponse({"page": page.pk, "path": page.url_path}, status=201)


@csrf_exempt
@require_POST
def withdraw(request: HttpRequest, pk: int) -> JsonResponse:
    """Withdraws a page that the load has published."""
    with publishing(Way.CODE):
        ArticlePage.objects.get(pk=pk).unpublish(log_action=True)
    return JsonResponse({"page": pk}, status=201)


@csrf_exempt
@require_POST
def upload(request: HttpRequest) -> JsonResponse:
    """Stores a document of one megabyte."""
    content = get_random_string(1024, "abcdefghijklmnopqrstuvwxyz").encode() * 1024
    document = FederationDocument.objects.create(title="Bajo carga", file=ContentFile(content, "carga.txt"))
    return JsonResponse({"document": document.pk}, status=201)
