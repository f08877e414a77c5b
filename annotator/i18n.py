"""Marking of texts for translation, without Qt."""


def QT_TRANSLATE_NOOP(_context: str, text: str) -> str:
    """Mark a text for ``pyside6-lupdate`` and return it unchanged."""
    return text
