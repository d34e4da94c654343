"""Sixteen clients that ask a local server for one address, each on its own kept connection."""

import http.client
import threading
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Load:
    """What a run gave."""

    requests: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Requests answered a second."""
        return self.requests / self.seconds


def run(port: int, path: str, *, requests: int, clients: int = 16) -> Load:
    """Sends `requests` requests over `clients` threads; raises `RuntimeError` when one is not answered 200."""
    failures: list[str] = []
    shares = [requests // clients + (1 if number < requests % clients else 0) for number in range(clients)]

    def client(share: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for _number in range(share):
            connection.request("GET", path, headers={"Host": "127.0.0.1"})
            response = connection.getresponse()
            response.read()
            if response.status != http.HTTPStatus.OK:
                failures.append(f"{path}: {response.status}")
                break
        connection.close()

    threads = [threading.Thread(target=client, args=(share,)) for share in shares]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError("; ".join(sorted(set(failures))))
    return Load(requests, time.perf_counter() - start)
