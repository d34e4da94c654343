"""Wagtail's own database search on a judged set, for comparison.

Imported only when it is asked for: it makes a model, whose table and rows are gone when the measuring ends.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, models, transaction
from modelsearch.abstract_models import TextIDGenericRelation
from modelsearch.conf import get_app_config
from wagtail.search import index
from wagtail.search.backends import get_search_backend

from search.engines import EntryDocument

from .figures import DEPTH, Answers

STOCK, OPTIONAL = "wagtail", "wagtail-optional"
OPERATORS = {STOCK: None, OPTIONAL: "or"}
"""As it comes, which on databases means that all words are required; and with all words optional."""


class Passage(index.Indexed, models.Model):
    """A document of the set, as Wagtail indexes a page: the title, at Wagtail's weight, and the text."""

    id = models.IntegerField(primary_key=True)
    identifier = models.TextField()
    title = models.TextField()
    body = models.TextField()
    language = models.TextField()

    search_fields = (
        index.SearchField("title", boost=2),
        index.SearchField("body"),
        index.FilterField("language"),
    )

    class Meta:
        # No app of the project: nobody migrates it, nobody finds it among the models.
        app_label = "search_evaluation"
        managed = False
        db_table = "search_evaluation_passage"

    def __str__(self) -> str:
        return str(self.identifier)


# What Wagtail does at start for every model that it finds.
IndexEntry = get_app_config().get_model("IndexEntry")
TextIDGenericRelation(IndexEntry).contribute_to_class(Passage, "index_entries")

_TABLE = (
    "CREATE TEMPORARY TABLE search_evaluation_passage (id integer PRIMARY KEY, identifier text NOT NULL,"
    " title text NOT NULL, body text NOT NULL, language text NOT NULL)"
)


@contextmanager
def stock_search(engine: str, documents: Sequence[EntryDocument]) -> Iterator[Answers]:
    """Indexes the documents alone, in a transaction that is rolled back: the site's own index is as it was before.

    Until then writes of others to that index wait. `engine` is a key of `OPERATORS`.
    """
    backend = get_search_backend()

    def answers(query: str, _language: str, searched: str) -> list[str]:
        passages = Passage._default_manager.filter(language=searched)
        try:
            with transaction.atomic():
                found = list(backend.search(query, passages, operator=OPERATORS[engine])[:DEPTH])
        except DatabaseError:
            # A quotation mark in the query is enough on SQLite. People would find nothing, and see an error.
            return []
        return [passage.identifier for passage in found]

    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(_TABLE)
            passages = [
                Passage(id=number, identifier=d.id, title=d.title, body=d.body, language=d.language)
                for number, d in enumerate(documents)
            ]
            Passage._default_manager.bulk_create(passages)
            # The site's own entries would weigh in; they are back when the transaction is.
            IndexEntry._default_manager.all()._raw_delete(using=connection.alias)
            backend.get_index_for_model(Passage).add_items(Passage, passages)
            yield answers
            transaction.set_rollback(True)
    finally:
        ContentType.objects.clear_cache()
