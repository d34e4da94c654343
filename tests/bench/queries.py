"""Counts the queries of each address given as an argument, in a warm process; prints a JSON object."""

import json
import os
import sys

import django


def main(addresses: list[str]) -> None:
    """Prints {address: number of queries}."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.bench.settings")
    django.setup()
    from django.db import connection  # noqa: PLC0415  # after setup
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    counts = {}
    for address in addresses:
        client = Client(HTTP_HOST="127.0.0.1")
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            response = client.get(address)
        if response.status_code != 200:  # HTTP
            raise SystemExit(f"{address} answers {response.status_code}")
        counts[address] = len(captured)
    json.dump(counts, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
