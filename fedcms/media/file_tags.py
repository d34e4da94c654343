"""The tags of files that a person sees in the admin; Wagtail offers those of all clusters' files, public or not."""

from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe
from taggit.models import Tag, TaggedItem
from wagtail.permissions import policy_registry

from fedcms.media.models import FederationDocument, FederationImage, FileModel
from fedcms.media.permissions import Person

MOST_OFFERED = 10
_SEEN_BY = ("choose", "add", "change", "delete")


def known_tags(user: Person, *models: FileModel) -> "QuerySet[Tag]":
    """Returns the tags of the files of these models that the person may choose or edit, the most used first."""
    seen = Q(pk__in=[])
    for model in models:
        files = policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, _SEEN_BY)
        items = TaggedItem.objects.filter(
            content_type__app_label=model._meta.app_label,
            content_type__model=model._meta.model_name,
            object_id__in=files.values("pk"),
        )
        seen |= Q(taggit_taggeditem_items__in=items.values("pk"))
    tags: QuerySet[Tag] = Tag.objects.filter(seen).annotate(uses=Count("taggit_taggeditem_items"))
    return tags.order_by("-uses", "name")


def popular_tags(user: Person, model: FileModel) -> "QuerySet[Tag]":
    """Returns the few tags by which a listing of files can be filtered."""
    return known_tags(user, model)[:MOST_OFFERED]


@require_safe
def complete_tag(
    request: HttpRequest, app_name: str = Tag._meta.app_label, model_name: str = "tag"
) -> JsonResponse:
    """Answers the tag field of a form with known tags that begin with `term`. Raises `Http404` for other models."""
    if (app_name, model_name) != (Tag._meta.app_label, Tag._meta.model_name):
        raise Http404
    names: list[str] = []
    if term := request.GET.get("term", ""):
        tags = known_tags(request.user, FederationImage, FederationDocument)
        names = sorted(tags.filter(name__istartswith=term).values_list("name", flat=True)[:MOST_OFFERED])
    return JsonResponse(names, safe=False)
