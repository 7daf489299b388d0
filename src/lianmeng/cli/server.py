"""How the site is served: the same for `lianmeng run` and for an installed service, but for the proxy in front."""

import sys
from pathlib import Path

WORKERS, THREADS = 2, 2
# With a thread its connection to the database goes, and what was written for it: let it wait as long as may be.
IDLE_SECONDS = 600
_OPEN_TO_ALL = "666"  # the socket: whoever could reach a port of the machine
_SERVED = "lianmeng.config.served:application"


def server_at_port(host: str, port: int) -> list[str]:
    """For browsers that ask the server itself. They keep connections open, also those that they do not need."""
    return _command("--host", host, "--port", str(port))


def server_behind_proxy(place: Path) -> list[str]:
    """For a proxy that hands on whole requests, each by a connection of its own.

    All workers take from the one queue of the socket in the file system, and each only as much as it works on: the
    next request goes to whoever is free. At a port every worker has a queue of its own, and a request that came into
    the longer one waits there while others idle.
    """
    queue = ("--uds", str(place), "--uds-permissions", _OPEN_TO_ALL)
    return _command(*queue, "--no-http1-keep-alive", "--backpressure", str(THREADS))


def _command(*where: str) -> list[str]:
    start = [sys.executable, "-m", "granian", "--interface", "wsgi", "--log-level", "warning"]
    numbers = ["--workers", str(WORKERS), "--blocking-threads", str(THREADS)]
    numbers += ["--blocking-threads-idle-timeout", str(IDLE_SECONDS)]
    return [*start, *numbers, *where, _SERVED]
