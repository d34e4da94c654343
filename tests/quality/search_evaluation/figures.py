"""How good and how fast the answers to a judged set are, by measures of a library."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

import ir_measures
from ir_measures import RR, R, nDCG

from .judged import JudgedLanguage
from .perturbations import UNCHANGED

# What is measured of an answer: its first page.
DEPTH = 10

Answers = Callable[[str, str, str], Sequence[str]]
"""(query, its language, language of the documents asked) -> the ids found, best first."""


@dataclass(frozen=True)
class Figures:
    """One engine's figures in one language: quality from 0 to 1, time in milliseconds.

    `language` is that of the queries, `perturbed` how they were changed, `without_results` how many found nothing.
    """

    engine: str
    language: str
    corpus_language: str
    perturbed: str
    documents: int
    queries: int
    ndcg_at_10: float
    mrr_at_10: float
    recall_at_10: float
    without_results: int
    p50_ms: float
    p95_ms: float


def _percentile(sorted_values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed."""
    return sorted_values[max(0, -(-int(share * 100) * len(sorted_values) // 100) - 1)]


def measure(engine: str, part: JudgedLanguage, answers: Answers, perturbed: str = UNCHANGED) -> Figures:
    """Asks every query of the set once, after one that warms up what is cached."""
    run: dict[str, dict[str, float]] = {}
    times: list[float] = []
    answers(next(iter(part.queries.values())), part.language, part.corpus_language)
    for identifier, query in part.queries.items():
        start = perf_counter()
        found = answers(query, part.language, part.corpus_language)[:DEPTH]
        times.append((perf_counter() - start) * 1000)
        # The place is the score, so that the order measured is the one shown.
        run[identifier] = {document: float(DEPTH - place) for place, document in enumerate(found)}
    wanted = (nDCG @ DEPTH, RR @ DEPTH, R @ DEPTH)
    values = ir_measures.calc_aggregate(wanted, part.judgements, run)
    ndcg, mrr, recall = (round(float(values[one]), 4) for one in wanted)
    times.sort()
    return Figures(
        engine=engine,
        language=part.language,
        corpus_language=part.corpus_language,
        perturbed=perturbed,
        documents=len(part.documents),
        queries=len(part.queries),
        ndcg_at_10=ndcg,
        mrr_at_10=mrr,
        recall_at_10=recall,
        without_results=sum(not found for found in run.values()),
        p50_ms=round(_percentile(times, 0.5), 2),
        p95_ms=round(_percentile(times, 0.95), 2),
    )
