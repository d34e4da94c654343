"""Counts what a listing lacks in its language and has in others."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, Exists, OuterRef

from clusters.content.listed_tags import tags_of_kinds
from clusters.content.listings import ListingForm, spanned
from clusters.content.next_change import next_change
from clusters.models import ContentPage
from fedcms.core.public_version import remember
from fedcms.core.shown_tags import declared


def number_elsewhere(form: ListingForm, *, upcoming: bool | None = None) -> Mapping[str, int]:
    """Returns how many pages the listing would have besides, by language, with the same filters.

    A page counts when it has no public translation in the listing's own language. `upcoming` is as in
    `ListingForm.listing`. One query, then cached until the content of any language changes.
    """

    def count() -> tuple[Mapping[str, int], datetime | None]:
        here = ContentPage.objects.visible().of_locale(form.locale_id)
        is_here = Exists(here.filter(translation_key=OuterRef("translation_key")))
        others = spanned(form.in_all_languages(), upcoming).exclude(locale_id=form.locale_id)
        numbers = (
            form.narrow(others)
            .filter(~is_here)
            .order_by()
            .values_list("locale__language_code")
            .annotate(pages=Count("pk"))
        )
        with declared(*tags_of_kinds(form.left_kinds, cluster_id=form.left_cluster_id)):
            found = dict(numbers)
        return found, next_change(with_ends=upcoming is not None)

    chosen = sorted(form.chosen.items())
    return remember(("elsewhere", form.facets, form.where, form.kinds, upcoming, form.days, *chosen), count)
