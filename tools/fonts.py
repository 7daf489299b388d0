"""Make the font of official documents again: `python tools/fonts.py REGULAR.ttc BOLD.ttc UNIHAN_OTHER_MAPPINGS.txt`.

The two collections are those of Debian's `fonts-noto-cjk` (Noto Serif CJK 2.001, Open Font License), the table that of
`unicode-data`; it names the 8,105 characters of the 通用规范汉字表 (kTGH). Needs `pip install fonttools`. Nothing of it
is needed to run Lianmeng.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

FOLDER = Path(__file__).resolve().parent.parent / "src/lianmeng/documents/data/fonts"
FAMILY = "Lianmeng Song"
DROPPED = ["BASE", "VORG", "vhea", "vmtx", "GSUB", "GPOS", "GDEF", "DSIG"]
# Latin, punctuation, letter-like signs, fractions, arrows, mathematics, numbers in circles, shapes, full-width forms.
RANGES = (
    (0x20, 0x7F),
    (0xA0, 0x180),
    (0x2010, 0x2040),
    (0x2100, 0x2140),
    (0x2150, 0x218A),
    (0x2190, 0x219A),
    (0x2200, 0x2270),
    (0x2460, 0x2500),
    (0x25A0, 0x2610),
    (0x3000, 0x3040),
    (0x3105, 0x3130),
    (0xFE30, 0xFE50),
    (0xFF00, 0xFFF0),
)


def characters(mappings: Path) -> set[int]:
    """The 通用规范汉字表, GB 2312 and the signs of `RANGES`."""
    lines = (line.split("\t") for line in mappings.read_text("utf-8").splitlines())
    found = {int(line[0][2:], 16) for line in lines if len(line) > 2 and line[1] == "kTGH"}
    for high in range(0xA1, 0xF8):
        for low in range(0xA1, 0xFF):
            found |= {ord(one) for one in bytes([high, low]).decode("gb2312", "ignore")}
    return found.union(*(range(*one) for one in RANGES))


def made(collection: Path, style: str, wanted: set[int]) -> TTFont:
    fonts = TTCollection(str(collection)).fonts
    font = next(one for one in fonts if "Serif CJK SC" in one["name"].getDebugName(4))
    options = subset.Options(hinting=False, layout_features=[], name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14])
    options.drop_tables += DROPPED
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    _rename(font, style)
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    return font


def _rename(font: TTFont, style: str) -> None:
    """Under a name of its own: it is not the font that its makers ship."""
    full, plain = f"{FAMILY} {style}", f"{FAMILY.replace(' ', '')}-{style}"
    names = {1: FAMILY, 2: style, 3: full, 4: full, 6: plain}
    table = font["name"]
    table.names = [one for one in table.names if one.langID == 0x409]
    for one in table.names:
        one.string = names.get(one.nameID, one.string)
    outlines = font["CFF "].cff
    outlines.fontNames = [plain]
    outlines.topDictIndex[0].FullName, outlines.topDictIndex[0].FamilyName = full, FAMILY


def main(regular: str, bold: str, mappings: str) -> None:
    wanted = characters(Path(mappings))
    for style, collection in (("Regular", regular), ("Bold", bold)):
        font = made(Path(collection), style, wanted)
        path = FOLDER / f"LianmengSong-{style}.otf"
        font.save(path)
        print(path.name, hashlib.sha256(path.read_bytes()).hexdigest())
    letters = "".join(chr(one) for one in sorted(font.getBestCmap()))
    (FOLDER / "covered.txt").write_text(letters, "utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
