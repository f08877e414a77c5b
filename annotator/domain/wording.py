"""Words of a scheme inside English sentences: its names, their plurals, lists of them."""

from collections.abc import Sequence

_VOWELS = "aeiou"


def spoken(name: str) -> str:
    """Return a name as it is said inside a sentence: "day_of_week" is "day of week"."""
    return name.replace("_", " ")


def plural(noun: str) -> str:
    """Return the regular plural of a noun: statements, stances, parties, marches."""
    low = noun.lower()
    if low.endswith("y") and low[-2:-1] not in _VOWELS:
        return f"{noun[:-1]}ies"
    if low.endswith(("s", "x", "z", "ch", "sh")):
        return f"{noun}es"
    return f"{noun}s"


def listed(words: Sequence[str], joint: str = "and") -> str:
    """Return words as a list inside a sentence: "a, b and c"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joint} {words[-1]}"


def with_article(noun: str) -> str:
    """Return a noun with "a" or "an" before it, by its first letter."""
    return f"{'an' if noun[:1].lower() in _VOWELS else 'a'} {noun}"


def quoted(text: str, most: int = 40) -> str:
    """Return words of an article on one line in quotation marks, cut after some characters."""
    line = " ".join(text.split())
    if len(line) > most:
        line = f"{line[:most].rsplit(' ', 1)[0]} …"
    return f"“{line}”"


def sentence(words: str) -> str:
    """Return words with a capital at their beginning."""
    return words[:1].upper() + words[1:]


def counted(number: int, noun: str) -> str:
    """Return a number with its noun: "1 tag", "2,000 tags"."""
    return f"{number:,} {noun if number == 1 else plural(noun)}"
