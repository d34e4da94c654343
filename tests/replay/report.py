"""What a replay gave, in figures, and which marks it misses."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

CACHED, NOT_CACHED, STATIC = "cached", "not_cached", "static"
CLASSES = (CACHED, NOT_CACHED, STATIC)
LEAST_A_SECOND = 800
LONGEST_P99_MS = {CACHED: 50.0, NOT_CACHED: 400.0}


@dataclass
class Tally:
    """What the clients counted. Times are in tenths of a millisecond, with how many answers took so long."""

    times: dict[str, Counter[int]] = field(default_factory=lambda: {name: Counter() for name in CLASSES})
    late: Counter[int] = field(default_factory=Counter)
    """How long after its moment a request was sent, or could have been: what the client itself adds."""
    statuses: Counter[int] = field(default_factory=Counter)
    """0 is no answer at all."""
    wrong: Counter[str] = field(default_factory=Counter)
    made: Counter[str] = field(default_factory=Counter)
    """What was not cached."""
    slow: Counter[int] = field(default_factory=Counter)
    """In which seconds of the replay those were due that took longer than the mark of their class."""
    cpu: float = 0.0
    """Seconds of processor that the clients took."""
    views: int = 0
    """Pages that the site has to count as views of people."""
    last: float = 0.0
    """The moment of the last answer, on the clock of all processes."""

    def add(self, other: "Tally") -> None:
        """Adds what another client counted."""
        for name in CLASSES:
            self.times[name].update(other.times[name])
        self.late.update(other.late)
        self.statuses.update(other.statuses)
        self.wrong.update(other.wrong)
        self.made.update(other.made)
        self.slow.update(other.slow)
        self.cpu += other.cpu
        self.views += other.views
        self.last = max(self.last, other.last)

    def as_json(self) -> dict[str, object]:
        """Returns it as JSON has it: keys are text."""
        return {
            "times": {name: _text_keys(times) for name, times in self.times.items()},
            "late": _text_keys(self.late),
            "statuses": _text_keys(self.statuses),
            "wrong": self.wrong,
            "made": self.made,
            "slow": _text_keys(self.slow),
            "cpu": self.cpu,
            "views": self.views,
            "last": self.last,
        }

    @classmethod
    def from_json(cls, found: Mapping[str, object]) -> "Tally":
        """Reads what `as_json` returned."""
        times = found["times"]
        assert isinstance(times, dict)
        return cls(
            {name: _number_keys(times[name]) for name in CLASSES},
            _number_keys(found["late"]),
            _number_keys(found["statuses"]),
            _text_counts(found["wrong"]),
            _text_counts(found["made"]),
            _number_keys(found["slow"]),
            float(str(found["cpu"])),
            int(str(found["views"])),
            float(str(found["last"])),
        )


def _text_keys(counts: Counter[int]) -> dict[str, int]:
    return {str(key): number for key, number in counts.items()}


def _number_keys(counts: object) -> Counter[int]:
    assert isinstance(counts, dict)
    return Counter({int(key): number for key, number in counts.items()})


def _text_counts(counts: object) -> Counter[str]:
    assert isinstance(counts, dict)
    return Counter(counts)


def percentile(times: Counter[int], part: float) -> float:
    """Returns the milliseconds within which this part of the answers came (nearest rank); 0 of none."""
    wanted = math.ceil(part * times.total())
    passed = 0
    for tenths in sorted(times):
        passed += times[tenths]
        if passed >= wanted:
            return tenths / 10
    return 0.0


def figures(times: Counter[int]) -> dict[str, float]:
    """Returns what is said of a class of answers."""
    return {
        "count": times.total(),
        "p50_ms": percentile(times, 0.5),
        "p95_ms": percentile(times, 0.95),
        "p99_ms": percentile(times, 0.99),
        "worst_ms": percentile(times, 1.0),
    }


def missed_marks(tally: Tally, per_second: float) -> list[str]:
    """Returns a sentence for each mark that is missed."""
    missed = []
    if per_second < LEAST_A_SECOND:
        missed.append(f"{per_second:.0f} requests a second were answered; the mark is {LEAST_A_SECOND}.")
    for name, longest in LONGEST_P99_MS.items():
        times = tally.times[name]
        if not times:
            missed.append(f"No answer was {name.replace('_', ' ')}: nothing was measured.")
        elif percentile(times, 0.99) > longest:
            found = percentile(times, 0.99)
            missed.append(f"p99 {name.replace('_', ' ')} is {found:.1f} ms; the mark is {longest:.0f}.")
    failed = sum(number for status, number in tally.statuses.items() if status == 0 or status >= 500)
    if failed:
        missed.append(f"{failed} requests were answered with 5xx or not at all; the mark is none.")
    return missed


def report(tally: Tally, *, views: int, seconds: float) -> dict[str, object]:
    """Returns the figures; `views` is how many lines asked for more than a file."""
    requests = tally.statuses.total()
    return {
        "views": views,
        "requests": requests,
        "seconds": round(seconds, 1),
        "requests_per_second": round(requests / seconds, 1),
        "views_per_second": round(views / seconds, 1),
        **{name: figures(tally.times[name]) for name in CLASSES},
        "not_cached_by": dict(tally.made.most_common()),
        "slow_by_second": {str(second): tally.slow[second] for second in sorted(tally.slow)},
        "client_late_p99_ms": percentile(tally.late, 0.99),
        "statuses": {str(status): number for status, number in sorted(tally.statuses.items())},
        "wrong": dict(tally.wrong.most_common(20)),
        "missed": missed_marks(tally, requests / seconds),
    }
