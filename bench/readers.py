"""Readers at once: one event loop with plain sockets, so that they take little of the two cores that the server has.

The server is the one that `lianmeng install` sets up, and the readers are its proxy: every request comes by a
connection of its own, which is opened within the time that is measured.
"""

from __future__ import annotations

import asyncio
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lianmeng.cli.server import server_behind_proxy


@contextmanager
def server() -> Iterator[Path]:
    """The socket at which it answers."""
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "web.sock"
        process = subprocess.Popen(server_behind_proxy(place))
        try:
            while not _answers(place):
                time.sleep(0.05)
            yield place
        finally:
            process.terminate()
            process.wait(20)


def _answers(place: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(place)) == 0


def read_at_once(place: Path, path: str, *, readers: int, requests: int, cookie: str = "") -> list[float]:
    """Seconds to the whole answer, the shortest first. Each reader asks again as soon as it has its answer."""
    own = f"Cookie: {cookie}\r\n" if cookie else ""
    request = (
        f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\nConnection: close\r\n{own}\r\n"
    ).encode()

    async def all_readers() -> list[list[float]]:
        return await asyncio.gather(*(_reader(place, request, requests) for _ in range(readers)))

    return sorted(one for each in asyncio.run(all_readers()) for one in each)


async def _reader(place: Path, request: bytes, requests: int) -> list[float]:
    taken = []
    for _ in range(requests):
        begin = time.perf_counter()
        reading, writing = await asyncio.open_unix_connection(place)
        writing.write(request)
        answer = await reading.read()
        taken.append(time.perf_counter() - begin)
        writing.close()
        assert answer.startswith(b"HTTP/1.1 200"), answer[:80]
    return taken
