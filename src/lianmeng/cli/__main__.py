"""`python -m lianmeng.cli …`, where the `lianmeng` command is not on the path."""

from lianmeng.cli.main import run

if __name__ == "__main__":
    run()
