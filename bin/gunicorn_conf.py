"""How gunicorn serves the site in production, and how it takes up new code without a failed request.

Usage: gunicorn --config bin/gunicorn_conf.py fedcms.wsgi      reload: kill -TTIN <the main process>

At SIGTTIN a new process is started beside the old ones. When it has loaded the site it retires the oldest (SIGTTOU),
which ends what it answers; then the next, until none of the old is left. SIGHUP ends the old ones before the new are
ready: requests would wait for the seconds of a start. A process that has answered many asks for a reload itself;
gunicorn's own max_requests would end it before there is another.
"""

import mmap
import os
import random
import signal
import threading
from typing import Any
from wsgiref.util import setup_testing_defaults

workers = int(os.environ.get("FEDCMS_WEB_WORKERS") or 2)
worker_class = "gthread"
threads = 4
# A proxy that keeps connections open: a process that retires still answers what arrives on them for a moment.
keepalive = 5
graceful_timeout = 30
# Of no heartbeat; a process that loads the site on a busy machine gives none.
timeout = 120
loglevel = "warning"
control_socket_disable = True
# A heartbeat file that a full disk does not stop.
worker_tmp_dir = "/dev/shm"  # noqa: S108  # Linux's own, and gunicorn removes the name at once


def _most_requests() -> int:
    typed = os.environ.get("FEDCMS_WEB_REQUESTS") or "200000"
    if not typed.isdecimal():
        raise ValueError(f"FEDCMS_WEB_REQUESTS is a whole number, 0 or more, not {typed!r}.")
    return int(typed)


# After so many requests, and up to a tenth more, whatever a process has gathered in memory goes; 0: never.
_MOST_REQUESTS = _most_requests()

# Gunicorn's classes have no public types. The counts are of the main process, the marks of one process each.
_left = {"to start": 0, "to replace": 0, "own signals": 0}
# Memory of all processes: 1 while a reload is under way. Who has answered many asks then for no other.
_is_reloading = mmap.mmap(-1, 1)
_asking = threading.Lock()


def nworkers_changed(server: Any, new_value: int, old_value: int | None) -> None:
    """Begins a reload when somebody asks for one more process (SIGTTIN): all that are there now are replaced.

    Also in the midst of a reload, whose new processes may have loaded what was replaced since.
    """
    if old_value is None or new_value <= old_value:
        return
    if _left["own signals"]:
        _left["own signals"] -= 1
    else:
        _left["to replace"] = server.cfg.workers
    _left["to start"] += 1
    _is_reloading[0] = 1


def pre_fork(server: Any, worker: Any) -> None:
    """Marks the process that is to replace an old one."""
    worker.replaces = _left["to start"] > 0
    # Memory of both processes: 1 once it has said that it is ready.
    worker.is_ready = mmap.mmap(-1, 1)
    if worker.replaces:
        _left["to start"] -= 1
        _left["to replace"] = max(0, _left["to replace"] - 1)


def post_worker_init(worker: Any) -> None:
    """Asks the site once, which loads its addresses and views; then retires the oldest process, if this replaces it."""
    host = os.environ.get("FEDCMS_ALLOWED_HOSTS", "").split(",")[0].strip(" .*") or "127.0.0.1"
    request: dict[str, Any] = {"PATH_INFO": "/health/live", "HTTP_HOST": host}
    setup_testing_defaults(request)
    answer = worker.wsgi(request, lambda *answer: None)
    try:
        for _ in answer:
            pass
    finally:
        if hasattr(answer, "close"):
            answer.close()
    worker.is_ready[0] = 1
    # Not all at the same time.
    worker.asks_after = _MOST_REQUESTS + random.randint(0, _MOST_REQUESTS // 10)  # noqa: S311  # no secret
    if worker.replaces:
        os.kill(worker.ppid, signal.SIGTTOU)


def post_request(worker: Any, req: Any, environ: Any, resp: Any) -> None:
    """Asks for a reload when the process has answered many requests, unless one is under way."""
    if not 0 < worker.asks_after <= worker.nr or not _asking.acquire(blocking=False):
        return
    try:
        if worker.alive and not _is_reloading[0] and worker.asks_after <= worker.nr:
            _is_reloading[0] = 1
            worker.asks_after = worker.nr + _MOST_REQUESTS
            os.kill(worker.ppid, signal.SIGTTIN)
    finally:
        _asking.release()


def child_exit(server: Any, worker: Any) -> None:
    """Goes on with the next process, when one has retired in a reload.

    One that ended before it was ready has retired nobody: gunicorn forks another in its place, which shall.
    """
    if worker.replaces and not worker.is_ready[0]:
        _left["to start"] += 1
        _left["to replace"] += 1
    worker.is_ready.close()
    if _left["to replace"] > 0 and _left["to start"] == 0:
        _left["own signals"] += 1
        os.kill(os.getpid(), signal.SIGTTIN)
    elif not any(_left.values()):
        _is_reloading[0] = 0
