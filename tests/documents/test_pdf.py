"""The PDF of an official document: its words, its pages, its fonts, and the same bytes again."""

from __future__ import annotations

import hashlib
import io
import tomllib
from dataclasses import replace
from datetime import date

import pytest
import typst
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from lianmeng.core.refusal import Refused
from lianmeng.documents.queries.formats import FONTS, Print, covered, official_pdf
from lianmeng.documents.rules.paper import Block, Paper, Signer, digest_of, number_of, paper_of, why_not_paper

DAY = date(2016, 9, 1)
APPROVAL = Paper(
    kind="approval",
    issuers=("成都市教育局",),
    title="成都市教育局关于同意结对的批复",
    recipients=("盐道街中学", "晋原初级中学"),
    body=(Block("你们报来的协议收悉。"), Block("一、同意所报协议。", heading=True)),
    signers=(Signer("成都市教育局", DAY),),
    day=DAY,
    attachments=("结对协议", "交接清单"),
)


def printed(paper: Paper) -> bytes:
    number = number_of(paper.issuers[0], "批", 2016, 12)
    address = "https://example.org/zh-hans/documents/confirm/ABCD-EFGH/"
    return official_pdf(Print(paper, number, "ABCD-EFGH", digest_of(paper, number), address))


def words(pdf: bytes) -> list[str]:
    return ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(pdf)).pages]


def test_it_says_everything_in_order() -> None:
    text = "".join(words(printed(APPROVAL)))
    parts = (
        "成都市教育局文件",
        "成都教批〔2016〕12号",
        APPROVAL.title,
        "盐道街中学、晋原初级中学：",
        "你们报来的协议收悉。",
        "附件：1.结对协议",
        "2016年9月1日",
        "ABCD-EFGH",
        digest_of(APPROVAL, "成都教批〔2016〕12号"),
        "2016年9月1日印发",
    )
    places = [text.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_the_sheet_is_a4_tagged_chinese_and_carries_its_fonts() -> None:
    reader = PdfReader(io.BytesIO(printed(APPROVAL)))
    page = reader.pages[0]
    assert [round(float(one)) for one in page.mediabox[2:]] == [595, 842]
    assert reader.root_object["/Lang"] == "zh-CN"
    assert reader.root_object["/MarkInfo"]["/Marked"]
    fonts = [one.get_object() for one in page["/Resources"]["/Font"].values()]
    inside = [one["/DescendantFonts"][0].get_object() for one in fonts]
    assert {str(one["/BaseFont"]).split("+")[1].split("-")[0] for one in inside} == {"LianmengSong"}
    assert all("/FontFile3" in one["/FontDescriptor"] for one in inside)


def test_a_long_text_goes_over_pages_of_22_lines_that_are_numbered() -> None:
    long = replace(APPROVAL, body=tuple(Block("甲乙丙丁戊己庚辛壬癸" * 20) for _ in range(12)))
    pages = words(printed(long))
    assert [f"—{at}—" in page for at, page in enumerate(pages, 1)] == [True] * 6
    assert pages[-1].startswith("甲乙丙丁")  # the seal stands with text
    lines = [
        line for line in PdfReader(io.BytesIO(printed(long))).pages[1].extract_text().splitlines() if line
    ]
    assert len(lines) == 22 + 1
    assert max(map(len, lines)) == 28


def test_several_issuers_and_signers_have_a_place_each() -> None:
    parties = ("甲小学", "乙小学", "丙小学")
    signers = tuple(Signer(one, DAY, "成员校") for one in parties)
    text = "".join(words(printed(replace(APPROVAL, kind="agreement", issuers=parties, signers=signers))))
    assert text.startswith("甲小学乙小学丙小学")
    assert text.count("成员校") == 3


def test_the_same_print_gives_the_same_bytes() -> None:
    assert printed(APPROVAL) == printed(paper_of(APPROVAL.as_json()))
    assert printed(APPROVAL) != printed(replace(APPROVAL, title="别的"))


def test_words_that_look_like_markup_stay_words() -> None:
    text = "".join(words(printed(replace(APPROVAL, title='#panic() $x$ *甲* "乙" \\'))))
    assert '#panic()$x$*甲*"乙"\\' in text


@pytest.mark.parametrize(
    ("missing", "named"),
    [
        ({"issuers": ()}, "issuer"),
        ({"title": " "}, "title"),
        ({"body": (Block(""),)}, "text"),
        ({"signers": ()}, "signature"),
    ],
)
def test_what_is_missing_is_named(missing: dict[str, object], named: str) -> None:
    assert named in str(why_not_paper(replace(APPROVAL, **missing)))
    assert why_not_paper(APPROVAL) is None


def test_a_letter_that_the_font_lacks_is_refused_and_named() -> None:
    with pytest.raises(Refused, match="😀"):
        printed(replace(APPROVAL, title="甲😀"))


def test_the_fonts_are_those_of_the_manifest_and_have_what_is_said() -> None:
    for one in tomllib.loads((FONTS / "MANIFEST.toml").read_text("utf-8"))["file"]:
        content = (FONTS / one["path"]).read_bytes()
        assert hashlib.sha256(content).hexdigest() == one["sha256"]
        assert len(content) < 8 * 2**20
    for style in ("Regular", "Bold"):
        letters = TTFont(FONTS / f"LianmengSong-{style}.otf").getBestCmap()
        assert {chr(one) for one in letters} == covered()
    assert set("成都市盐道街中学〔2016〕—、：（）㐂䶮") - covered() <= {"㐂"}
    assert len(covered()) > 9_000


def test_the_bodys_first_character_is_drawn_as_that_character() -> None:
    """A wrong glyph can hide behind a right text: two characters are drawn unlike, and one twice alike."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)])
    compiler = typst.Compiler(font_paths=fonts, ignore_system_fonts=True)

    def picture(letter: str) -> bytes:
        source = f'#set page(width: 30pt, height: 30pt, margin: 5pt)\n#text(font: "Lianmeng Song")[{letter}]'
        drawn = compiler.compile(input=source.encode(), format="png")
        assert isinstance(drawn, bytes)
        return drawn

    assert picture("未") != picture("末")
    assert picture("甲") == picture("甲")


def test_a_long_word_breaks_before_the_edge() -> None:
    long = replace(APPROVAL, body=(Block("原文 SHA-256：" + "0123456789abcdef" * 4 + "。"),))
    pages = PdfReader(io.BytesIO(printed(long))).pages
    lines = [line for page in pages for line in page.extract_text().splitlines() if "cdef" in line]
    assert len(lines) > 1


@pytest.mark.parametrize("signers", [1, 3, 9])
def test_the_last_lines_never_stand_without_a_signature(signers: int) -> None:
    signed = tuple(Signer(f"第{at}中学", DAY) for at in range(1, signers + 1))
    for lines in range(1, 9, 2):
        body = tuple(Block("一行。") for _ in range(lines))
        last = words(printed(replace(APPROVAL, body=body, signers=signed, attachments=())))[-1]
        assert f"第{signers}中学" in last, lines
        assert "ABCD-EFGH" in last, lines


def test_long_names_break_wherever_they_stand() -> None:
    name = "0123456789abcdef" * 5
    long = replace(
        APPROVAL,
        issuers=(name,),
        title=name,
        recipients=(name,),
        attachments=(name,),
        signers=(Signer(name, DAY),),
    )
    text = [page.extract_text() for page in PdfReader(io.BytesIO(printed(long))).pages]
    assert max(len(line) for page in text for line in page.splitlines()) <= len("SHA-256：") + 64
    assert digest_of(long, number_of(name, "批", 2016, 12)) in "".join(text)  # as one copies it
