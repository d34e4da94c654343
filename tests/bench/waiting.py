"""Waits for a server that was just started."""

import subprocess
import time
import urllib.request
from urllib.error import HTTPError, URLError

ATTEMPTS = 300
PAUSE = 0.2


def wait_until_answered(port: int, path: str, process: "subprocess.Popen[bytes]") -> None:
    """Waits a minute at most. Raises `RuntimeError` where the server ends, or answers with an error."""
    for _attempt in range(ATTEMPTS):
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5).close()
        except HTTPError as error:
            raise RuntimeError(f"{path} is answered with {error.code}: is the database there?") from error
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(PAUSE)
        else:
            return
    raise RuntimeError("The server does not start: see what gunicorn said above.")
