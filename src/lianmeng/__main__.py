"""`python -m lianmeng` is `lianmeng`."""

from lianmeng.cli.main import run

run()
