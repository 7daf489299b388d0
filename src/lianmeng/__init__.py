"""Lianmeng 联盟: runs a city's education alliances and shows whether the gap between its schools is closing."""

__version__ = "0.1.0"
