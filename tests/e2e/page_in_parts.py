"""A line on which a page comes part by part: a proxy that cuts HTML, and sends what it shows well after its words.

Style sheets come at once, as from the cache of a browser: what is there of a page is painted before the rest comes.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urlsplit

# The masthead comes in small parts, the rest in larger ones.
SMALL, LARGE = 700, 6_000
SMALL_UNTIL = 16_000
# Two frames, so that each part is painted before the next one comes.
PAUSE_SECONDS = 0.04
# Pictures and scripts, on a line that pages fill.
LATE_SECONDS = 0.3
OF_THE_CONNECTION = {"connection", "transfer-encoding", "content-length", "keep-alive", "accept-encoding"}


def parts(body: bytes) -> Iterator[bytes]:
    """Yields a page as it comes."""
    start = 0
    while start < len(body):
        size = SMALL if start < SMALL_UNTIL else LARGE
        yield body[start : start + size]
        start += size


def handler_for(site: str) -> type[BaseHTTPRequestHandler]:
    """Returns what answers in place of a site."""
    netloc = urlsplit(site).netloc

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            connection = HTTPConnection(netloc, timeout=60)
            headers = {k: v for k, v in self.headers.items() if k.lower() not in OF_THE_CONNECTION}
            connection.request("GET", self.path, headers=headers | {"Accept-Encoding": "identity"})
            answer = connection.getresponse()
            body = answer.read()
            kind = answer.getheader("Content-Type", "")
            is_page = kind.startswith("text/html")
            if not is_page and not kind.startswith("text/css"):
                time.sleep(LATE_SECONDS)
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in OF_THE_CONNECTION:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            try:
                for part in parts(body) if is_page else [body]:
                    self.wfile.write(part)
                    if is_page:
                        time.sleep(PAUSE_SECONDS)
            except (BrokenPipeError, ConnectionResetError):
                # The browser has gone on.
                self.close_connection = True
            connection.close()

        def log_message(self, *_arguments: object) -> None:
            """Says nothing."""

    return Handler


@contextmanager
def page_in_parts(site: str) -> Iterator[str]:
    """Yields the address of a proxy to a site."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_for(site))
    server.daemon_threads = True
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
