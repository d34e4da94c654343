"""Does something with each of some sheets, or calls, so that one on which it fails does not stop the others."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.db import models

logger = logging.getLogger("fedcms.sign_up")


AnyModel = TypeVar("AnyModel", bound=models.Model)


def with_each(rows: Iterable[AnyModel], act: Callable[[AnyModel], int], failure: str) -> int:
    """Returns the sum of what `act` returns. What fails is logged by the row's number and the kind of error alone.

    `failure` is the sentence of the log, with both: the words of an error may name somebody.
    """
    total = 0
    for row in rows:
        try:
            total += act(row)
        except Exception as error:  # noqa: BLE001  # the others must not wait
            logger.error(failure, row.pk, type(error).__name__)  # noqa: TRY400  # no traceback: it has words, too
    return total
