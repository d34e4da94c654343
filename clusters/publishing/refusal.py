"""The exception that says why something is refused, in words for the person who asked."""

from collections.abc import Iterable, Iterator

from django.core.exceptions import PermissionDenied, ValidationError

from fedcms.core.pages.publication import NotPublished


class Refusal(Exception):
    """What was asked is not done; the message says why and what to do, in the reader's language.

    `field` names the field of the page's form beside which it is shown, `reason` is a word for programs.
    """

    def __init__(self, words: object = "", *, field: str = "", reason: str = "refused") -> None:
        super().__init__(words)
        self.field, self.reason = field, reason

    @property
    def parts(self) -> "tuple[Refusal, ...]":
        """What was refused, reason by reason."""
        return (self,)


class Refusals(Refusal):
    """Several reasons at once: its message is theirs, one after the other."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self._parts = tuple(part for refusal in refusals for part in refusal.parts)
        super().__init__(" ".join(str(part) for part in self._parts), reason=self._parts[0].reason)

    @property
    def parts(self) -> tuple[Refusal, ...]:
        """What was refused, reason by reason."""
        return self._parts


class PublicationRefused(Refusals, NotPublished):
    """A page does not become public, and nothing was written."""


class NotAllowedToPublish(PublicationRefused, PermissionDenied):
    """The same for who has no right to publish there."""


def as_json(refusal: Refusal) -> dict[str, object]:
    """The answer for a program: the words, and each reason with its field."""
    reasons = [{"field": part.field, "reason": part.reason, "message": str(part)} for part in refusal.parts]
    return {"detail": str(refusal), "reasons": reasons}


def sentences(error: ValidationError) -> str:
    """The messages of a validation error in one line, each after the name of its field."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    found: Iterable[tuple[str, list[str]]] = error.message_dict.items()
    return " ".join(
        " ".join(words) if name == "__all__" else f"{name} : {' '.join(words)}" for name, words in found
    )


def refusals_of(error: ValidationError, reason: str) -> Iterator[Refusal]:
    """Each message of a validation error as a refusal beside its field."""
    if not hasattr(error, "error_dict"):
        yield from (Refusal(words, reason=reason) for words in error.messages)
        return
    for name, messages in error.message_dict.items():
        field = "" if name == "__all__" else name
        yield from (Refusal(words, field=field, reason=reason) for words in messages)
