"""How long the demonstration city takes to load, on an empty installation: the limit is 60 s.

    python -m bench.demo_city     on SQLite, or on the empty database that LIANMENG_DATABASE_URL names

It runs `lianmeng demo --only-make` as somebody who tries Lianmeng would. The status is 1 if the limit is not met.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time

LIMIT_SECONDS = 60


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"LIANMENG_DATA_DIR": folder, "LIANMENG_DEMO": "true"}
        begin = time.perf_counter()
        command = (sys.executable, "-m", "lianmeng.cli", "demo", "--only-make")
        subprocess.run(command, check=True, env=environment)
        seconds = time.perf_counter() - begin
    met = seconds <= LIMIT_SECONDS
    print(
        f"the demonstration city in {seconds:.1f} s, limit {LIMIT_SECONDS} s: {'met' if met else 'NOT MET'}"
    )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
