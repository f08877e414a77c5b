"""Annotator: who said what, who stands where, who met whom, in news articles."""

__version__ = "0.1.0"
