"""The pages behind the links of mails to subscribers: confirming, changing, taking data along, ending."""

import json
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import override

from clusters.models import Rhythm, Subscriber, SubscriberState
from clusters.subscriptions import changes
from clusters.subscriptions.choices import choices_of
from clusters.subscriptions.exporting import data_of
from clusters.subscriptions.forms import ChoicesForm
from clusters.subscriptions.links import (
    confirming,
    manage_token,
    managing,
    unsubscribe_token,
    unsubscribing,
)
from clusters.subscriptions.public_answers import LANGUAGE_HEADER, for_link_holders, language_of, rendered

ACTIONS: dict[str, Callable[[Subscriber], None]] = {
    "pause": changes.pause,
    "resume": changes.resume,
    "stay": changes.stay,
}
UNPROCESSABLE = 422


def _found(subscriber: Subscriber | None) -> Subscriber:
    """Returns who has a link. Raises `Http404` if it does not serve."""
    if subscriber is None:
        raise Http404
    return subscriber


@for_link_holders("GET", "HEAD", "POST")
def confirmation(request: HttpRequest, token: str) -> HttpResponseBase:
    """Shows what is subscribed, with a button; POST confirms. A program that opens links confirms nothing."""
    subscriber = _found(confirming(token))
    if request.method == "POST":
        changes.confirm(subscriber)
        subscriber = _found(Subscriber.objects.filter(pk=subscriber.pk).first())
    with override(subscriber.language):
        labels = ChoicesForm().chosen_labels(choices_of([subscriber])[subscriber.pk])
    context: dict[str, object] = {
        "subscriber": subscriber,
        "labels": labels,
        "is_done": subscriber.state != SubscriberState.UNCONFIRMED,
        "manage": reverse("subscription", args=[manage_token(subscriber)]),
    }
    return rendered(request, "confirm.html", context, subscriber.language)


@for_link_holders("GET", "HEAD", "POST")
def manage(request: HttpRequest, token: str) -> HttpResponseBase:
    """Shows the choices of a subscriber, and saves others."""
    subscriber = _found(managing(token))
    if subscriber.state == SubscriberState.UNCONFIRMED:
        raise Http404
    initial = ChoicesForm.initial_of(subscriber, choices_of([subscriber])[subscriber.pk])
    with override(subscriber.language):
        form = ChoicesForm(request.POST if request.method == "POST" else None, initial=initial)
        form.show(initial)
        if form.is_valid():
            cleaned = form.cleaned_data
            changes.change(subscriber, cleaned["language"], Rhythm(cleaned["rhythm"]), form.choices())
            return _saved(token, cleaned["language"])
    context: dict[str, object] = {
        "form": form,
        "subscriber": subscriber,
        "token": token,
        # Of the host that is read: the policy of the page lets no form be sent to another.
        "unsubscribe": reverse("subscription_end", args=[unsubscribe_token(subscriber)]),
        "was_saved": "saved" in request.GET and not form.is_bound,
    }
    status = UNPROCESSABLE if form.is_bound else 200
    return rendered(request, "manage.html", context, subscriber.language, status)


def _saved(token: str, language: str) -> HttpResponseBase:
    response = HttpResponseRedirect(f"{reverse('subscription', args=[token])}?saved=1")
    response[LANGUAGE_HEADER] = language
    return response


@for_link_holders("GET", "HEAD", "POST")
def act(request: HttpRequest, token: str, action: str) -> HttpResponseBase:
    """Pauses, resumes, or notes that they stay, by POST; who opens its address is led to the choices."""
    if action not in ACTIONS:
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(reverse("subscription", args=[token]))
    subscriber = _found(managing(token))
    ACTIONS[action](subscriber)
    return _saved(token, subscriber.language)


@for_link_holders("GET", "HEAD")
def data(request: HttpRequest, token: str) -> HttpResponseBase:
    """Sends all that is kept of a subscriber, as a file."""
    subscriber = _found(managing(token))
    with override(subscriber.language):
        text = json.dumps(data_of(subscriber), ensure_ascii=False, indent=2)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="subscription.json"'
    response[LANGUAGE_HEADER] = subscriber.language
    return response


@for_link_holders("GET", "HEAD", "POST")
def end(request: HttpRequest, token: str) -> HttpResponseBase:
    """Shows the button by which somebody unsubscribes; POST does it, from there or from a mail program (RFC 8058).

    Without a cookie or CSRF check: the signed address is what proves whose mail it was. Safe to repeat. The link of a
    subscription that was ended says so, and not that no mail will come: there may be another one since.
    """
    key = unsubscribing(token)
    if key is None:
        raise Http404
    known = Subscriber.objects.filter(key=key).values_list("language", flat=True).first()
    language = known or language_of(request)
    is_done = request.method == "POST" and changes.erase(key)
    context: dict[str, object] = {"is_done": is_done, "is_gone": not is_done and known is None}
    with override(language):
        context["form_url"] = reverse("subscribe")
    return rendered(request, "end.html", context, language)
