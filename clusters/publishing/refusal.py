"""The exception for something that is refused, with the reason in words for the person who asked."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from wagtail.admin import messages as admin_messages

from fedcms.core.pages.publication import NotPublished

NOT_SIGNED = "not_signed"
"""The reason of the refusal of a text to which a co-signing cluster has not agreed."""
ORIGINAL_NOT_SIGNED = "original_not_signed"
"""The reason of the refusal of a translation whose original lacks such an agreement."""


class Refusal(Exception):
    """The refusal of an action; the message says why and what to do, in the reader's language.

    `field` is the name of the form field beside which it is shown, `reason` is a word for programs. `link` is label and
    address of the screen on which more can be done about it.
    """

    def __init__(
        self,
        words: object = "",
        *,
        field: str = "",
        reason: str = "refused",
        link: tuple[str, str] | None = None,
    ) -> None:
        super().__init__(words)
        self.field, self.reason, self.link = field, reason, link

    @property
    def parts(self) -> "tuple[Refusal, ...]":
        """The refusals of which this one consists."""
        return (self,)


class Refusals(Refusal):
    """Several refusals at once; the message contains all of theirs."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self._parts = tuple(part for refusal in refusals for part in refusal.parts)
        super().__init__(" ".join(str(part) for part in self._parts), reason=self._parts[0].reason)

    @property
    def parts(self) -> tuple[Refusal, ...]:
        """The refusals of which this one consists."""
        return self._parts


class PublicationRefused(Refusals, NotPublished):
    """The refusal of a publication; nothing was written."""


class NotAllowedToPublish(PublicationRefused, PermissionDenied):
    """The refusal of a publication to a person who may not publish there."""


def as_json(refusal: Refusal) -> dict[str, object]:
    """Returns the answer for a program: the message, and each reason with its field, and its screen if it has one."""
    reasons = [
        {"field": part.field, "reason": part.reason, "message": str(part)}
        | ({"url": part.link[1]} if part.link else {})
        for part in refusal.parts
    ]
    return {"detail": str(refusal), "reasons": reasons}


def say_refused(request: HttpRequest, words: str, refusal: Refusal) -> None:
    """Adds a message to the request that says what was refused, with buttons to the screens that the reasons name."""
    links = dict.fromkeys(part.link for part in refusal.parts if part.link)
    buttons = [admin_messages.button(url, label) for label, url in links]
    admin_messages.error(request, words, buttons=buttons)


def sentences(error: ValidationError) -> str:
    """Returns the messages of a validation error in one line, each after the name of its field."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    found: Iterable[tuple[str, list[str]]] = error.message_dict.items()
    return " ".join(
        " ".join(words) if name == "__all__" else f"{name} : {' '.join(words)}" for name, words in found
    )


def refusals_of(error: ValidationError, reason: str) -> Iterator[Refusal]:
    """Yields each message of a validation error as a `Refusal` for its field."""
    if not hasattr(error, "error_dict"):
        yield from (Refusal(words, reason=reason) for words in error.messages)
        return
    for name, messages in error.message_dict.items():
        field = "" if name == "__all__" else name
        yield from (Refusal(words, field=field, reason=reason) for words in messages)
