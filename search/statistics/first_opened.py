"""Finds the results most often opened first, for the report."""

from datetime import date

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from fedcms.core.i18n.formatting import number
from search.models import ClickCount, PromotedResult, SearchEntry


def first_opened(period: tuple[date, date], words: set[str]) -> dict[tuple[str, str], tuple[int, str]]:
    """Returns for each (language, words): the number of first clicks, and in words the result opened most often.

    Three queries at most.
    """
    counted = (
        ClickCount.objects.filter(day__range=period, words__in=words)
        .order_by()
        .values("language", "words", "entry")
        .annotate(total=Sum("clicks"))
    )
    best: dict[tuple[str, str], tuple[int, str]] = {}
    totals: dict[tuple[str, str], int] = {}
    for row in counted:
        key = (row["language"], row["words"])
        totals[key] = totals.get(key, 0) + row["total"]
        best[key] = max(best.get(key, (0, "")), (row["total"], row["entry"]))
    titles = _titles({entry for _count, entry in best.values()})
    return {
        key: (totals[key], _("%(title)s (%(count)s fois)") % {"title": titles[entry], "count": number(count)})
        for key, (count, entry) in best.items()
    }


def _titles(keys: set[str]) -> dict[str, str]:
    """Returns the title of each key, or a note that it is no longer online."""
    now = timezone.now()
    titles = dict.fromkeys(keys, _("n’est plus en ligne"))
    titles |= dict(SearchEntry.objects.visible(now).filter(key__in=keys).values_list("key", "title"))
    links = [key.removeprefix("link-") for key in keys if key.startswith("link-")]
    promoted = PromotedResult.objects.filter(pk__in=links, page=None)
    return titles | {f"link-{pk}": title for pk, title in promoted.values_list("pk", "link_title")}
