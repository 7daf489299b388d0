"""Files of rows: read from any spreadsheet, written back safely."""

from lianmeng.tables.blocks import TextBlock, text_blocks
from lianmeng.tables.reading import peek, read_table
from lianmeng.tables.table import Groups, Layout, Origin, Peek, Table
from lianmeng.tables.writing import Column, Sheet, neutral, write_workbook

__all__ = [
    "Column",
    "Groups",
    "Layout",
    "Origin",
    "Peek",
    "Sheet",
    "Table",
    "TextBlock",
    "neutral",
    "peek",
    "read_table",
    "text_blocks",
    "write_workbook",
]
