"""What a mission costs and who helps, as a reader finds it: by its call, by its page, in which language."""

from dataclasses import dataclass

from django.utils.translation import get_language

from events.models import CallForApplications, TradeMissionPage
from fedcms.core.i18n.translated_text import TranslatedText


@dataclass(frozen=True)
class ShownCosts:
    """The texts to show; those that are not are empty."""

    costs: TranslatedText
    support: TranslatedText
    of_page: str
    """What the page says of both."""


def shown_costs(call: CallForApplications, mission: TradeMissionPage) -> ShownCosts:
    """Returns the call's texts; where it has one in other languages alone, the page's, if that has any.

    So nobody reads another language because somebody has written the call in that one.
    """
    given = [text for text in (call.costs, call.support) if text]
    left_out = [text for text in given if mission.funding and not text.get(get_language() or "")]
    costs, support = (TranslatedText() if text in left_out else text for text in (call.costs, call.support))
    of_page = mission.funding if left_out or not given else ""
    return ShownCosts(costs, support, of_page)
