"""Translation keys of structural pages, computed so that all locales share them."""

import uuid
from functools import cache

HOME_KEY = uuid.uuid5(uuid.NAMESPACE_URL, "fedcms:home")


@cache
def blueprint_key(key: str) -> uuid.UUID:
    """Returns the translation key of one of the federation's pages (see clusters.sections.provisioning.page_key)."""
    return uuid.uuid5(HOME_KEY, key)
