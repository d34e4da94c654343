"""Translation keys of pages that provisioning makes: derived, so that the pages of all locales find each other."""

import uuid
from functools import cache

HOME_KEY = uuid.uuid5(uuid.NAMESPACE_URL, "fedcms:home")


@cache
def part_key(part: str) -> uuid.UUID:
    """The translation key of a part of the federation's kit (see clusters.sections.provisioning.provision_part)."""
    return uuid.uuid5(HOME_KEY, part)
