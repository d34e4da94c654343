"""A scratch site on which real workers send real mails to subscribers."""

from tests.news.mailing.conftest import make_federation_database, sink, site

__all__ = ["make_federation_database", "sink", "site"]
