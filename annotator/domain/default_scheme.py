"""The scheme that new workspaces get."""

from functools import cache
from typing import Final

from annotator import assets
from annotator.domain.scheme import Scheme
from annotator.domain.scheme_file import read_scheme

DEFAULT_SCHEME: Final = "diplomatic-news"


@cache
def default_scheme() -> Scheme:
    """Return the shipped scheme, read once."""
    return read_scheme(assets.read_text(f"schemes/{DEFAULT_SCHEME}.toml"), DEFAULT_SCHEME)
