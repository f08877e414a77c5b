"""Suggestions from rules and models. All spaCy is here."""
