"""Which forms of alliance exist: those that Lianmeng ships, and those in a folder of one's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import cache, lru_cache
from pathlib import Path

from lianmeng.alliances.models import Agreement, Alliance
from lianmeng.alliances.queries.own_files import SHIPPED as DATA
from lianmeng.alliances.queries.own_files import own_folder, own_forms
from lianmeng.alliances.rules.form import Form, Role
from lianmeng.alliances.vocabulary import Districts, Ground, PartyKind, Share
from lianmeng.core.refusal import Refused
from lianmeng.core.sentences import say
from lianmeng.ledger.vocabulary import Path as Way
from lianmeng.standards.queries.toml_tables import Table, nearest_first, opened

SHIPPED = DATA / "forms"
_MEMBERS_MAY = [Ground.GROWN_OUT.value, Ground.BECAME_CORE.value]
_MOST = 1000  # of any count in a file: more is a slip


def forms(folder: Path | None = None) -> tuple[Form, ...]:
    """The shipped forms and those of another folder (`LIANMENG_FORMS`, or the argument), of each the newest version.

    Refused if a file is not as it should be, if a version is there twice, or if two forms have the same letters.
    """
    newest: dict[str, Form] = {}
    for form in _all_versions(folder):
        if form.code not in newest or form.version > newest[form.code].version:
            newest[form.code] = form
    _refuse_same_letters(newest.values())
    return tuple(newest.values())


def form_named(code: str, folder: Path | None = None, *, version: int | None = None) -> Form:
    """The newest version, or the one that is asked for if its file is still there."""
    by_code = {form.code: form for form in forms(folder)}
    if code in by_code:
        older = (one for one in _all_versions(folder) if (one.code, one.version) == (code, version))
        return next(older, by_code[code])
    raise Refused(
        say(
            "There is no form “{code}”. These exist: {known}. Choose one of them.",
            code=code,
            known=tuple(nearest_first(code, by_code)),
        ),
        field="form",
    )


def forms_of_path(path: Way) -> tuple[str, ...]:
    """The codes of the forms that help in this way."""
    return tuple(form.code for form in forms() if form.path == path)


def paths_of_several_forms() -> list[Way]:
    """Those to which more than one form of schools belongs."""
    count = Counter(form.path for form in forms() if form.of == PartyKind.SCHOOLS)
    return [path for path in Way if count[path] > 1]


def form_of(alliance: Alliance) -> Form:
    """The version under which its agreement in force was signed; before that, of its newest text."""
    if sum(one.code == alliance.form for one in _all_versions(None)) < 2:
        return form_named(alliance.form)
    texts = Agreement.objects.filter(alliance=alliance).order_by("-number")
    text = alliance.in_force or texts[0]
    return form_named(alliance.form, version=text.content["form_version"])


def _all_versions(folder: Path | None) -> list[Form]:
    own = folder if folder is not None else own_folder()
    if own is None:
        return [*_shipped()]
    paths = own_forms(own)
    codes = (*_codes(SHIPPED.glob("*.toml")), *_codes(paths))
    found = [*_shipped(), *(_read(one, one.stat().st_mtime_ns, codes) for one in paths)]
    seen = set()
    for form in found:
        if (form.code, form.version) in seen:
            raise Refused(
                say(
                    "Version {version} of the form “{code}” is there twice. Give the newer one a higher version.",
                    version=form.version,
                    code=form.code,
                )
            )
        seen.add((form.code, form.version))
    return found


def _refuse_same_letters(found: Iterable[Form]) -> None:
    seen = set()
    for form in found:
        if form.letters in seen:
            raise Refused(
                say("Two forms have the same letters, “{letters}”. Change one.", letters=form.letters)
            )
        seen.add(form.letters)


@cache
def _shipped() -> tuple[Form, ...]:
    """By number: the file's name begins with it."""
    paths = sorted(SHIPPED.glob("*.toml"))
    return tuple(_read(path, 0, tuple(_codes(paths))) for path in paths)


@lru_cache(maxsize=200)
def _read(path: Path, changed: int, codes: tuple[str, ...]) -> Form:
    """`changed`: when the file was; one of one's own is read again after it. `codes` are those of all forms."""
    with opened(path) as table:
        form = _form(table, codes)
        if form.least_parties < 1 or form.code != _code(path):
            raise table.wrong("code", say("the name of the file after its number, {name}", name=path.stem))
        return form


def _form(table: Table, codes: tuple[str, ...]) -> Form:
    most_schools, most_pupils = _caps(table)
    return Form(
        code=table.text("code"),
        version=table.whole("version", least=1, most=_MOST),
        letters=table.text("letters"),
        label=table.words("label"),
        explains=table.words("explains"),
        path=table.choice("path", Way),
        of=table.choice("of", PartyKind),
        districts=table.choice("districts", Districts),
        shares=_in_order(table.some_of("shares", [str(one) for one in Share])),
        assessed_as_one=table.one_of("assessed", ("together", "apart")) == "together",
        usual_years=table.whole("usual_years", least=1, most=20),
        roles=_roles(table),
        most_schools=most_schools,
        most_pupils=most_pupils,
        turns_into=tuple(table.some_of("turns_into", codes)) if "turns_into" in table else (),
        members_may=frozenset(Ground(one) for one in table.some_of("members_may", _MEMBERS_MAY))
        if "members_may" in table
        else frozenset(),
    )


def _in_order(shares: Collection[str]) -> tuple[Share, ...]:
    return tuple(one for one in Share if one in shares)


def _roles(table: Table) -> tuple[Role, ...]:
    """In the file's order. A file without a role, or with room for one party in all, is refused."""
    found = []
    for row in table.rows("roles"):
        most = row.whole("most", least=1, most=_MOST) if "most" in row else None
        found.append(
            Role(row.text("code"), row.words("label"), row.whole("least", least=0, most=_MOST), most)
        )
    if not found:
        raise table.missing("roles")
    if sum(role.most or _MOST for role in found) < 2:
        raise table.wrong("roles", say("roles for at least two parties"))
    return tuple(found)


def _caps(table: Table) -> tuple[int | None, int | None]:
    if "caps" not in table:
        return None, None
    with table.table("caps") as caps:
        if "source" in caps:
            caps.text("source")
        return caps.whole("schools", least=2, most=_MOST), caps.whole("pupils", least=1, most=10_000_000)


def _codes(paths: Iterable[Path]) -> Iterator[str]:
    return (_code(one) for one in paths)


def _code(path: Path) -> str:
    return path.stem.partition("-")[2]
