"""Who said what, by rules: verbs, nouns and marks that attribute, without a parser."""

from annotator.nlp.builtin.statements.finder import find_statements

__all__ = ["find_statements"]
