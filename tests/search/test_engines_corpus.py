"""The documents that the contract of the engines is tested on, and short ways to ask about them."""

from datetime import UTC, datetime, timedelta
from typing import TypedDict, Unpack

from search.engines import FACETS, EntryDocument, SearchEngine, SearchRequest, SearchResult, Sort

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
INDEX = "contract"

DOCUMENTS = (
    EntryDocument(
        id="fr-formation",
        language="fr",
        title="Former les enseignants à l’intelligence artificielle",
        summary="Douze formations ouvertes aux professeurs des collèges bretons.",
        body="Les élèves de l’académie de Rennes travaillent déjà avec des outils qui corrigent leurs "
        "exercices. Le cluster propose à leurs professeurs deux journées en présentiel, "
        "puis un suivi à distance.",
        keywords=("Intelligence artificielle", "Formation"),
        kind="article",
        cluster="bretagne",
        topics=("ia", "formation"),
        audiences=("ecole", "professionnelle"),
        country="FR",
        source="site",
        date=NOW - 3 * DAY,
        url="/fr/bretagne/former/",
    ),
    EntryDocument(
        id="fr-salon",
        language="fr",
        title="Le salon du livre numérique ouvre à Lyon",
        summary="Trente entreprises présentent leurs ressources pour l’école.",
        body="Une rencontre est consacrée à la formation des bibliothécaires. L’entrée est libre. "
        "Les écoles privées y sont invitées. "
        "Un atelier d’e-learning clôt la journée.",
        kind="event",
        cluster="auvergne-rhone-alpes",
        topics=("formation",),
        audiences=("ecole",),
        country="FR",
        source="site",
        when="coming",
        date=NOW + 20 * DAY,
    ),
    EntryDocument(
        id="fr-mission",
        language="fr",
        title="Mission économique à Dakar",
        summary="Dix jeunes pousses rencontrent les universités sénégalaises.",
        body="La délégation visitera le cœur du campus numérique. Aujourd’hui, les candidatures sont closes.",
        kind="mission",
        cluster="bretagne",
        topics=("international",),
        audiences=("superieur",),
        country="SN",
        source="site",
        date=NOW - 400 * DAY,
    ),
    EntryDocument(
        id="en-teachers",
        language="en",
        title="Training teachers to use artificial intelligence",
        summary="Twelve courses for the teachers of Brittany.",
        body="Pupils already study with tools that mark their exercises. The cluster trains their teachers.",
        kind="article",
        cluster="bretagne",
        topics=("ia", "formation"),
        date=NOW - 3 * DAY,
    ),
    EntryDocument(
        id="es-docentes",
        language="es",
        title="La formación de los docentes en inteligencia artificial",
        summary="Doce cursos abiertos al profesorado de Bretaña.",
        body="Los niños ya trabajan con herramientas que corrigen sus ejercicios. "
        "La administración lo apoya.",
        kind="article",
        cluster="bretagne",
        topics=("ia",),
        date=NOW - 3 * DAY,
    ),
    EntryDocument(
        id="ar-teachers",
        language="ar",
        title="تدريب المعلمين على الذكاء الاصطناعي",
        summary="اثنتا عشرة دورة مفتوحة لأساتذة المدارس الإعدادية",
        body="يستخدم التلاميذ أدوات رقمية في المدرسة. وتدعم إدارة التعليم هذا المشروع.",
        kind="article",
        cluster="tunis",
        topics=("ia",),
        date=NOW - 3 * DAY,
    ),
)


class Options(TypedDict, total=False):
    """What a request may have besides its query, language and moment."""

    filters: dict[str, tuple[str, ...]]
    facets: tuple[str, ...]
    page_size: int
    offset: int
    sort: Sort
    prefix_last: bool
    without_clusters: tuple[str, ...]
    without_ids: tuple[str, ...]


def ask(
    engine: SearchEngine, query: str, language: str = "fr", now: datetime = NOW, **options: Unpack[Options]
) -> SearchResult:
    """The answer of the contract's index."""
    return engine.search(INDEX, SearchRequest(query, language, now, **options))


def found(engine: SearchEngine, query: str, language: str = "fr", **options: Unpack[Options]) -> list[str]:
    """The ids of the hits, in order."""
    return [hit.id for hit in ask(engine, query, language, **options).hits]


def test_the_documents_cover_all_languages_and_facets() -> None:
    assert {document.language for document in DOCUMENTS} == {"fr", "en", "es", "ar"}
    facets = {name for document in DOCUMENTS for name, _ in document.facet_values()}
    assert facets == set(FACETS) - {"organisation"}
