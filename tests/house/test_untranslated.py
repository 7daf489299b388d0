"""No text escapes the catalogue: none stands plainly in a template, the code has no Chinese of its own."""

import ast
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType
from tests.house.project import PACKAGE, own_files, python_files

# The same in both languages: names and what files are called.
SAME_IN_BOTH = re.compile(r"联盟|中文|\b(?:Lianmeng|English|CSV|XLSX|km|sha256|JSON|MIT|SQLite|PostgreSQL)\b")
SPOKEN_ATTRIBUTES = {
    "title",
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "alt",
    "placeholder",
    "label",
}
BUTTONS = {"submit", "button", "reset"}
WORDS = re.compile(r"[^\W\d_]|[\u3000-\u303f\uff00-\uffef]")  # letters of any script, Chinese punctuation
TWO_WORDS = re.compile(r"[A-Za-z]{3,} [A-Za-z]{2,}|[\u4e00-\u9fff]")
QUOTED = re.compile(r"""(?<!_\()(["'])(.+?)\1""")
CHINESE = re.compile(r"[\u3001-\u303f\u4e00-\u9fff，：；（）！？]")
REFERENCE = re.compile(r"&#?\w+;")

# Where Chinese is data: the words by which registers mark an absent number.
READS_CHINESE = {"tables/cells.py"}
SAYING = {
    "say": 1,
    "say_count": 2,
    "gettext": 1,
    "gettext_lazy": 1,
    "ngettext": 2,
    "ngettext_lazy": 2,
    "_": 1,
}
DEFINES_SAYING = {"core/sentences.py", "core/language.py"}

Check = Callable[[str, ast.Module], Iterator[str]]


def plain_words(text: str) -> bool:
    return bool(WORDS.search(SAME_IN_BOTH.sub("", REFERENCE.sub("", text))))


class PlainText(HTMLParser):
    """Collects the words of a page that no translation tag made."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[tuple[int, str]] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.silent += tag in {"script", "style"}
        named = dict(attrs)
        spoken = set(SPOKEN_ATTRIBUTES)
        spoken |= {"value"} if tag == "input" and named.get("type") in BUTTONS else set()
        spoken |= {"content"} if tag == "meta" and named.get("name") == "description" else set()
        self.found += [(self.getpos()[0], value) for name, value in attrs if name in spoken and value]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.silent -= tag in {"script", "style"}

    def handle_endtag(self, tag: str) -> None:
        self.silent -= tag in {"script", "style"}

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.found.append((self.getpos()[0], data))


def without_tags(source: str) -> tuple[str, list[tuple[int, str]]]:
    """The page without Django's tags and what they translate, and the quoted words within those tags."""
    page, quoted, closing = "", [], ""
    for token in Lexer(source).tokenize():
        name = token.contents.split(maxsplit=1)[0] if token.contents.strip() else ""
        if token.token_type is TokenType.BLOCK and closing:
            closing = "" if name in closing.split() else closing
        elif token.token_type is TokenType.BLOCK and name in {"blocktranslate", "blocktrans", "comment"}:
            closing = f"end{name}"
        elif token.token_type is TokenType.TEXT and not closing:
            page += token.contents
            continue
        elif token.token_type is TokenType.BLOCK and name not in {"translate", "trans"}:
            quoted += [(token.lineno, words) for _, words in QUOTED.findall(token.contents)]
        page += "\n" * token.contents.count("\n")
    return page, quoted


def untranslated(source: str) -> list[str]:
    """The words of a template that would read the same in both languages, each with its line."""
    page, quoted = without_tags(source)
    reader = PlainText()
    reader.feed(page)
    reader.close()
    words = [(line, text) for line, text in reader.found if plain_words(text)]
    words += [(line, text) for line, text in quoted if TWO_WORDS.search(text)]
    return [f"{line}: {' '.join(text.split())}" for line, text in sorted(words)]


def chinese_literals(path: str, tree: ast.Module) -> Iterator[str]:
    """String literals with Chinese, docstrings and the languages' own names excepted."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [node.body for node in ast.walk(tree) if isinstance(node, documented) and node.body]
    docstrings = {body[0].value for body in bodies if isinstance(body[0], ast.Expr)}
    for node in ast.walk(tree):
        is_text = isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings
        if is_text and CHINESE.search(SAME_IN_BOTH.sub("", node.value)):
            yield f"{path}:{node.lineno} {node.value}"


def made_up_sentences(path: str, tree: ast.Module) -> Iterator[str]:
    """Calls of `say` and its like whose text is not written out, so that no catalogue can hold it."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
            continue
        texts = node.args[: SAYING.get(node.func.id, 0)]
        if any(not isinstance(text, ast.Constant) for text in texts):
            yield f"{path}:{node.lineno} {ast.unparse(node)}"


def of_code(check: Check, excepted: set[str]) -> list[str]:
    """What a check finds in the code, vocabularies and the excepted files left out."""
    paths = {path.relative_to(PACKAGE).as_posix(): path for path in python_files("src/lianmeng")}
    return [
        line
        for name, path in paths.items()
        if name not in excepted and path.name != "vocabulary.py"
        for line in check(name, ast.parse(path.read_text("utf-8")))
    ]


def templates() -> list[Path]:
    return [path for path in own_files() if "templates" in path.parts and path.is_relative_to(PACKAGE)]


def test_templates_have_no_text_outside_the_catalogue() -> None:
    found = [
        f"{path.relative_to(PACKAGE)}:{line}"
        for path in templates()
        for line in untranslated(path.read_text("utf-8"))
    ]
    assert not found, "\n".join(found)


def test_the_code_has_no_chinese_of_its_own() -> None:
    found = of_code(chinese_literals, READS_CHINESE)
    assert not found, "\n".join(found)


def test_every_sentence_is_written_out_where_it_is_said() -> None:
    found = of_code(made_up_sentences, DEFINES_SAYING)
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "source",
    [
        "<p>Schools</p>",
        "<p>学校</p>",
        "<p>{{ name }}：</p>",
        '<img alt="A chart">',
        '<button aria-label="Close {{ name }}">{% translate "x" %}</button>',
        '<input placeholder="Search">',
        '<input type="submit" value="Save">',
        '<meta name="description" content="Balance">',
        "{% if schools %}Some{% endif %}",
        '{% include "_table.html" with caption="All the schools" %}',
        "<svg><text>teachers</text></svg>",
    ],
)
def test_planted_words_in_a_template_are_found(source: str) -> None:
    assert len(untranslated(source)) == 1


@pytest.mark.parametrize(
    "source",
    [
        '<p class="wide">{% translate "Schools" %} &middot; 12 %</p>',
        "{% blocktranslate trimmed %}All the schools{% plural %}More{% endblocktranslate %}",
        "{% comment %}Why this is so{% endcomment %}{# Why #}<!-- Why -->",
        '<a href="{% url "balance:register" %}" title="{% translate "Open" %}">{{ name }}</a>',
        '{% include "_a.html" with caption=_("All the schools") %}<style>a{color:red}</style>',
        "<b>Lianmeng 联盟</b>",
        '<input value="teachers"><time>{{ day|date:"j F Y" }}</time>',
    ],
)
def test_what_is_translated_or_is_no_language_is_accepted(source: str) -> None:
    assert untranslated(source) == []


@pytest.mark.parametrize(
    ("check", "line"),
    [
        (chinese_literals, "title = '各校差距'"),
        (chinese_literals, "title = f'第 {row} 行'"),
        (made_up_sentences, "say(f'Row {row}')"),
        (made_up_sentences, "say(text, row=1)"),
        (made_up_sentences, "say_count('a', other, count=1)"),
    ],
)
def test_a_planted_literal_is_found(check: Check, line: str) -> None:
    assert list(check("planted.py", ast.parse(line))) != []
