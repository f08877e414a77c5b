"""Who stands where on which issue, by rules: hints, ranked, never more than a few."""

from annotator.nlp.builtin.stances.finder import find_stances
from annotator.nlp.builtin.stances.topics import TopicBook

__all__ = ["TopicBook", "find_stances"]
