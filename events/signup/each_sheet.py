"""Does something with each of some sheets, so that one on which it fails does not stop the others."""

import logging
from collections.abc import Callable, Iterable

from events.models import SignUpSheet

logger = logging.getLogger("fedcms.sign_up")


def with_each_sheet(sheets: Iterable[SignUpSheet], act: Callable[[SignUpSheet], int], failure: str) -> int:
    """Returns the sum of what `act` returns. What fails is logged by the sheet's number and the kind of error alone.

    `failure` is the sentence of the log, with both: the words of an error may name somebody.
    """
    total = 0
    for sheet in sheets:
        try:
            total += act(sheet)
        except Exception as error:  # noqa: BLE001  # the others must not wait
            logger.error(failure, sheet.pk, type(error).__name__)  # noqa: TRY400  # no traceback: it has words, too
    return total
