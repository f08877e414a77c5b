from collections.abc import Callable

import pytest

from annotator.domain.article import Zone
from annotator.nlp.builtin.source import RuleSource

Tagged = list[tuple[str, str]]


@pytest.fixture(scope="session")
def rules() -> RuleSource:
    return RuleSource()


@pytest.fixture
def tags(rules: RuleSource) -> Callable[..., Tagged]:
    """Label and words of what the rules propose, in text order."""

    def read(text: str, *zones: Zone) -> Tagged:
        return [(found.label, found.extent.slice(text)) for found in rules.propose(text, zones)]

    return read
