"""What a file may be, from its data file."""

import tomllib
from functools import cache

from lianmeng.documents.queries.kinds import DATA
from lianmeng.documents.rules.kinds import Limits

MEGABYTE = 2**20


@cache
def limits() -> Limits:
    tables = tomllib.loads((DATA / "files.toml").read_text("utf-8"))
    photo, scan = tables["photo"], tables["scan"]
    return Limits(
        photo_bytes=photo["most_megabytes"] * MEGABYTE,
        photo_pixels=photo["most_megapixels"] * 1_000_000,
        side=photo["side"],
        preview_side=photo["preview_side"],
        quality=photo["quality"],
        most_of_one=photo["most_of_one"],
        scan_bytes=scan["most_megabytes"] * MEGABYTE,
        scan_pages=scan["most_pages"],
        scan_parts=scan["most_parts"],
    )
