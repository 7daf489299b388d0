"""The tables of documents: files, numbered documents and the series that number them."""

from lianmeng.documents.models.files import File
from lianmeng.documents.models.papers import Document, Series

__all__ = ["Document", "File", "Series"]
