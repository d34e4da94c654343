"""Registers actions of Wagtail's history whose sentences one function writes."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from django.utils.functional import Promise
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import BaseLogEntry

Entry = TypeVar("Entry", bound=BaseLogEntry)


class SentenceFormatter(LogFormatter):
    """The words of an action; `register_sentences` makes a class of it for each."""

    sentence_of: Callable[[BaseLogEntry], str]

    def format_message(self, log_entry: BaseLogEntry) -> str:
        """Returns the sentence of an entry."""
        return type(self).sentence_of(log_entry)


def register_sentences(
    actions: LogActionRegistry,
    labels: Mapping[str, str | Promise],
    sentence_of: Callable[[Entry], str],
) -> None:
    """Registers actions, by name, with their labels; `sentence_of` gives what the history says of an entry."""
    for action, label in labels.items():
        members = {"label": label, "sentence_of": staticmethod(sentence_of)}
        actions.register_action(action)(type("Formatter", (SentenceFormatter,), members))
