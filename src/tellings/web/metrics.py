"""What the desk did, counted, in the text format of Prometheus."""

import threading
from collections import Counter
from collections.abc import Mapping
from itertools import accumulate

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.3, 0.5, 1.0, 2.5, 5.0, 10.0)
"""Seconds; 0.15 and 0.3 are what pages are held to."""


class Metrics:
    """Requests counted by route, method and status, with how long they took; safe between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._requests: Counter[tuple[str, str, int]] = Counter()
        self._under: dict[str, list[int]] = {}
        self._sums: dict[str, float] = {}
        self.open = 0

    def begin(self) -> None:
        """A request came."""
        with self._lock:
            self.open += 1

    def end(self, route: str, method: str, status: int, seconds: float) -> None:
        """It was answered; ``route`` is the pattern of its path, so that there are only so many."""
        place = next((n for n, limit in enumerate(BUCKETS) if seconds <= limit), len(BUCKETS))
        with self._lock:
            self.open -= 1
            self._requests[route, method, status] += 1
            self._under.setdefault(route, [0] * (len(BUCKETS) + 1))[place] += 1
            self._sums[route] = self._sums.get(route, 0.0) + seconds

    def render(self, holds: Mapping[str, int], version: str) -> str:
        """All of it as text; ``holds`` is how much the library holds of each kind."""
        with self._lock:
            requests = sorted(self._requests.items())
            under = {route: list(counts) for route, counts in sorted(self._under.items())}
            sums, now_open = dict(self._sums), self.open
        lines = [
            *_head("tellings_info", "gauge", "The version that runs."),
            f'tellings_info{{version="{_quote(version)}"}} 1',
            *_head("tellings_library", "gauge", "How much the library holds."),
            *(f'tellings_library{{kind="{_quote(kind)}"}} {count}' for kind, count in holds.items()),
            *_head("tellings_requests_open", "gauge", "Requests that are being answered."),
            f"tellings_requests_open {now_open}",
            *_head("tellings_requests_total", "counter", "Requests answered."),
        ]
        for (route, method, status), count in requests:
            labels = f'route="{_quote(route)}",method="{_quote(method)}",status="{status}"'
            lines.append(f"tellings_requests_total{{{labels}}} {count}")
        lines += _head("tellings_request_seconds", "histogram", "How long answering took.")
        for route, counts in under.items():
            label = f'route="{_quote(route)}"'
            for limit, so_far in zip([*map(str, BUCKETS), "+Inf"], accumulate(counts), strict=True):
                lines.append(f'tellings_request_seconds_bucket{{{label},le="{limit}"}} {so_far}')
            lines.append(f"tellings_request_seconds_sum{{{label}}} {sums[route]:.6f}")
            lines.append(f"tellings_request_seconds_count{{{label}}} {sum(counts)}")
        return "\n".join(lines) + "\n"


def _head(name: str, kind: str, words: str) -> tuple[str, str]:
    return f"# HELP {name} {words}", f"# TYPE {name} {kind}"


def _quote(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
