"""The recurring job of delegations: who goes is told of the page, each once.

Also who is chosen after it was published, and all of a mission that was off the site just then.
"""

from django.db import transaction
from django.utils import timezone

from events.delegations.mails import tell_published
from events.models import Application, CallForApplications, Delegation, TradeMissionPage
from events.signup.each_sheet import with_each


def tell_delegations() -> None:
    """Tells whom the page of their delegation is news to. What fails on one call does not stop the others."""
    missions = TradeMissionPage.objects.visible().filter(ends_on__gte=timezone.now().date())
    untold = Application.objects.chosen().filter(delegation_told_at=None)
    calls = CallForApplications.objects.filter(
        pk__in=untold.values("call"), translation_key__in=missions.values("translation_key")
    )
    published = Delegation.objects.exclude(published_at=None).filter(call__is_cancelled=False)
    with_each(
        calls.filter(pk__in=published.values("call")),
        lambda call: _tell(call.pk),
        "Delegation of call %s could not be told of its page: %s",
    )


@transaction.atomic
def _tell(call_key: int) -> int:
    call = CallForApplications.objects.select_for_update().filter(pk=call_key).first()
    delegation = Delegation.objects.filter(call=call).select_related("call").first()
    if call is None or delegation is None or not delegation.is_public:
        return 0
    return tell_published(call)
