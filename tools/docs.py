"""Checks that every link of the documentation leads somewhere: to a file, a heading or a picture that exists.

    python -m tools.docs

Addresses on the web are not tried: the check needs no network.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
START = "docs/start.md"

FENCE = re.compile(r"^(```|~~~).*?^\1", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]\n]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*$", re.MULTILINE)
ELSEWHERE = re.compile(r"^(https?|mailto):")


def pages(root: Path) -> list[Path]:
    return sorted([*root.glob("*.md"), *root.glob("docs/**/*.md")])


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, formed as the usual viewers form them."""
    found: set[str] = set()
    for heading in HEADING.findall(FENCE.sub("", text)):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).replace("`", "").strip().lower()
        base = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        repeats = sum(1 for anchor in found if re.fullmatch(re.escape(base) + r"(-\d+)?", anchor))
        found.add(f"{base}-{repeats}" if repeats else base)
    return found


def broken_links(root: Path) -> Iterator[str]:
    """One line for each link that leads nowhere."""
    for page in pages(root):
        text = page.read_text(encoding="utf-8")
        for target in LINK.findall(FENCE.sub("", text)):
            if ELSEWHERE.match(target):
                continue
            path, _, anchor = target.partition("#")
            aim = (page.parent / path).resolve() if path else page
            if not aim.exists():
                yield f"{page.relative_to(root)}: {target} does not exist"
            elif anchor and aim.suffix == ".md" and anchor not in anchors(aim.read_text(encoding="utf-8")):
                yield f"{page.relative_to(root)}: {target} names no heading of that page"


def main() -> int:
    found = list(broken_links(ROOT))
    print(
        "\n".join(found) if found else f"{len(pages(ROOT))} pages, every link leads somewhere. Start: {START}"
    )
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
