"""Writes the register of processing from the declarations: docs/processing-register.md and its Chinese twin.

python -m tools.processing
"""

import os
from collections.abc import Iterator
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    "en": ROOT / "docs" / "processing-register.md",
    "zh": ROOT / "docs" / "processing-register.zh.md",
}
_WORDS = {
    "en": {
        "title": "Register of processing",
        "lead": "Every personal value that Lianmeng keeps, written by `python -m tools.processing` from the "
        "declarations beside the tables ([how](privacy.md)). Do not edit this page. Every other column of every table "
        "is declared as not personal; a test fails on a column that is not declared.",
        "other": "[中文](processing-register.zh.md)",
        "head": ("column", "class", "purpose", "who sees it", "kept", "when its person is erased"),
        "personal": "personal",
        "sensitive": "**sensitive**",
        "clear": "emptied",
        "replace": "replaced by a name that names nobody",
        "delete": "the row is deleted",
        "kept": "stays",
        "self": "the person",
        "operator": "the operator of the server",
        "nobody": "no person, only the program",
        "kept_title": "For how long",
        "kept_head": ("kept", "days", "source"),
        "colon": ": ",
        "comma": ", ",
    },
    "zh": {
        "title": "个人信息处理活动登记表",
        "lead": "联盟系统保存的每一项个人信息，由 `python -m tools.processing` 根据各数据表旁的申报文件生成"
        "（[办法](privacy.zh.md)），请勿手工修改。其余各列均已申报为非个人信息；出现未申报的列，测试即不通过。",
        "other": "[English](processing-register.md)",
        "head": ("列", "类别", "处理目的", "谁可查看", "保存期限", "抹除个人时"),
        "personal": "个人信息",
        "sensitive": "**敏感**",
        "clear": "清空",
        "replace": "改为不指向任何人的名称",
        "delete": "删除该行",
        "kept": "保留",
        "self": "本人",
        "operator": "服务器运维人员",
        "nobody": "无人可见，仅供程序使用",
        "kept_title": "保存期限",
        "kept_head": ("期限", "天数", "依据"),
        "colon": "：",
        "comma": "、",
    },
}


def page(language: str) -> str:
    """The page in `en` or `zh`."""
    return "\n".join([*_head(language), *_tables(language), *_kept(language)]) + "\n"


def _head(language: str) -> Iterator[str]:
    words = _WORDS[language]
    yield from (f"# {words['title']}", "", str(words["other"]), "", str(words["lead"]), "")


def _tables(language: str) -> Iterator[str]:
    from lianmeng.audit.queries.declared import declared_tables

    for table in declared_tables().values():
        if table.columns:
            about = f" – {table.called[language]}" if table.called else ""
            yield from (f"## `{table.label}`{about}", "", *_rule(_WORDS[language]["head"]))
            yield from (_row(language, column) for column in table.columns.values())
            yield ""


def _row(language: str, column: object) -> str:
    from lianmeng.audit.queries.declared import keepings
    from lianmeng.audit.rules.personal import Column

    assert isinstance(column, Column)
    words = _WORDS[language]
    erased = str(words[column.erase.value])
    if column.why:
        erased += f"{words['colon']}{column.why[language]}"
    seen = str(words["comma"]).join(_reader(language, one) for one in column.seen_by)
    cells = (
        f"`{column.name}`",
        words[column.kind.value],
        column.purpose[language],
        seen,
        keepings()[column.keep].label[language],
        erased,
    )
    return f"| {' | '.join(map(str, cells))} |"


def _reader(language: str, name: str) -> str:
    from lianmeng.core.language import CHINESE, ENGLISH, spoken
    from lianmeng.core.roles import Role

    if name in set(Role):
        return spoken(Role(name).label, CHINESE if language == "zh" else ENGLISH)
    return str(_WORDS[language][name])


def _kept(language: str) -> Iterator[str]:
    from lianmeng.audit.queries.declared import keepings

    words = _WORDS[language]
    yield from (f"## {words['kept_title']}", "", *_rule(words["kept_head"]))
    for one in keepings().values():
        yield f"| {one.label[language]} | {one.days or '–'} | {one.source[language]} |"


def _rule(head: object) -> tuple[str, str]:
    assert isinstance(head, tuple)
    return f"| {' | '.join(head)} |", "|---" * len(head) + "|"


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianmeng.config.settings")
    django.setup()
    for language, path in PAGES.items():
        path.write_text(page(language), "utf-8")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
