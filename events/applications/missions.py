"""Finds the mission of a call: what of it may be shown, in which language, and until when its applicants are kept."""

from datetime import datetime, timedelta
from uuid import UUID

from events.models import CallForApplications, TradeMissionPage
from events.signup.sheet_events import page_in


def public_missions(key: UUID) -> list[TradeMissionPage]:
    """Returns the public pages of a mission, by key. One query."""
    found = TradeMissionPage.objects.visible().filter(translation_key=key)
    return list(found.defer_streamfields().select_related("locale", "cluster").order_by("pk"))


def mission_by_language(key: UUID) -> dict[str, TradeMissionPage]:
    """Returns the public pages of a mission by their languages. One query."""
    return {page.locale.language_code: page for page in public_missions(key)}


def shown_mission(call: CallForApplications, language: str) -> TradeMissionPage | None:
    """Returns the public page of a call's mission, in a language or another; `None` if there is none. One query."""
    return page_in(public_missions(call.translation_key), language)


def any_mission(call: CallForApplications) -> TradeMissionPage | None:
    """Returns a page of a call's mission, public or not, for those who may see it in the admin. One query."""
    found = TradeMissionPage.objects.filter(translation_key=call.translation_key)
    page: TradeMissionPage | None = (
        found.defer_streamfields().select_related("locale", "cluster").order_by("pk").first()
    )
    return page


def end_of_time(call: CallForApplications) -> datetime | None:
    """Returns when the applicants of a call are erased (aware); `None` if its mission has no page. One query."""
    pages = TradeMissionPage.objects.filter(translation_key=call.translation_key).defer_streamfields()
    ends: list[datetime] = [page.place_and_span()[2] for page in pages]
    return max(ends) + timedelta(days=call.kept_days) if ends else None
