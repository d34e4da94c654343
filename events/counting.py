"""Says how many events or missions there are, each by its name: "12 missions", "3 rendez-vous" where there are both."""

from collections.abc import Sequence

from django.utils.translation import ngettext

from fedcms.core.i18n.formatting import number as formatted


def counted_words(kinds: Sequence[str], number: int) -> str:
    """Returns a number with the name of what it counts, in the active language."""
    if tuple(kinds) == ("mission",):
        words = ngettext("%(number)s mission", "%(number)s missions", number)
    elif tuple(kinds) == ("event",):
        words = ngettext("%(number)s événement", "%(number)s événements", number)
    else:
        words = ngettext("%(number)s rendez-vous", "%(number)s rendez-vous", number)
    return words % {"number": formatted(number)}
