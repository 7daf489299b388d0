"""The standards that exist, read from their files."""

from lianmeng.standards.queries.catalogue import SHIPPED, standard_named, standards

__all__ = ["SHIPPED", "standard_named", "standards"]
