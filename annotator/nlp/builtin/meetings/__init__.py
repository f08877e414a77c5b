"""Who met whom, when and where, by rules: words that name a meeting, without a parser."""

from annotator.nlp.builtin.meetings.finder import find_meetings

__all__ = ["find_meetings"]
