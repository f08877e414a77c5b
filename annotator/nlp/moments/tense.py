"""Whether a sentence puts a date into the past or into the future, by its nearest verb.

No parser: a list of what helps in news. The verb before the date within its clause decides, then
the one after it, then the rest of the sentence in the same order.
"""

import re
from typing import Final

PAST, OPEN, FUTURE = -1, 0, 1

_WORD: Final = re.compile(r"[A-Za-z]+(?:['’][a-z]+)?|[,;:()“”\"—–\[\]]|(?<= )-{1,2}(?= )")
_MARKS = ', ; : ( ) “ ” " — – [ ] - --'
_CONJUNCTIONS = """
    that who which whose where when while but although though because if after before until till
    saying adding
"""
_CLAUSE_ENDS: Final = frozenset(f"{_MARKS} {_CONJUNCTIONS}".split())
_ATTACHED_FUTURE: Final = re.compile(
    r"\b(?:planned|scheduled|slated|set|due|pencil+ed[ ]in|announced|expected|called|invited|"
    r"postponed|delayed|deferred|moved|adjourned|booked|foreseen|fixed|billed|proposed|put[ ]off|"
    r"put[ ]back|brought[ ]forward)[ ](?:for|to|until|till)[ ](?:the[ ]|early[ ]|late[ ])?$",
    re.IGNORECASE,
)
_BY: Final = re.compile(r"\bby[ ](?:the[ ]|early[ ]|late[ ])?$", re.IGNORECASE)
_SINCE: Final = re.compile(r"\bsince[ ](?:the[ ]|early[ ]|late[ ])?$", re.IGNORECASE)

_FUTURE = """
    will 'll shall would should may might could must won't won’t wouldn't wouldn’t due expected
    scheduled slated upcoming forthcoming likely hopes hope intends intend plans expects expect
    wants want promises ends begins starts opens closes flies leaves arrives travels meets returns
    departs concludes resumes convenes hosts receives visits goes comes heads expires
"""
_FUTURE_WORDS: Final = frozenset(_FUTURE.split())
_PROSPECTIVE = """
    is are was were be due expected set ready scheduled planned plans plan agreed agrees promised
    promises pledged vowed likely wants want wanted hopes hope hoped intends intend intended about
    bound invited decided offered threatened prepared slated going supposed obliged
"""
_PROSPECTS: Final = frozenset(_PROSPECTIVE.split())
"""Words that put what follows them with "to" into the future."""
_PAST = """
    was were had has have did said says told tells met held took flew came went spoke began left
    sat saw made gave became broke brought built bought caught chose drew drank drove ate fell felt
    fought found forgot froze got grew heard hid hung kept knew laid led lent lost meant paid ran
    rang read rode rose sang sank sent shook shot showed shut slept sold sought spent split stood
    stole struck swore swept taught thought threw understood woke won wore wrote withdrew overtook
    put rejected spread slipped wrapped fled bore beat bid cast cut hit quit arose awoke bent bound
    burst clung dealt dug forbade forgave foresaw lay lit overcame overthrew proved shone sprang
    stuck strode undertook upheld wound reports adds
"""
_PAST_WORDS: Final = frozenset(_PAST.split())
_NOT_PAST = "need indeed hundred exceed proceed succeed speed feed seed greed red bed shed embed"
_NO_PAST: Final = frozenset(_NOT_PAST.split())
_DETERMINING = "the a an its his her their this these our your my"
_DETERMINERS: Final = frozenset(_DETERMINING.split())
_BEFORE_A_PLAN = "to due expected scheduled slated set ready likely planned supposed going about"
_AFTER_BE: Final = frozenset(_BEFORE_A_PLAN.split())


def direction(before: str, after: str) -> int:
    """Return :data:`PAST`, :data:`FUTURE` or, where no verb says it, :data:`OPEN`.

    Args:
        before: The sentence up to the date.
        after: The rest of it.
    """
    if _SINCE.search(before):
        return PAST
    if _ATTACHED_FUTURE.search(before):
        return FUTURE
    left = _WORD.findall(before)
    right = _WORD.findall(after)
    near, far = _clauses(left, right)
    found = near or (FUTURE if _BY.search(before) else far)
    if found == PAST and _BY.search(before) and "had" not in left and "was" not in left:
        return FUTURE
    return found


def _clauses(left: list[str], right: list[str]) -> tuple[int, int]:
    """Return what the date's own clause says, and what the rest of the sentence says."""
    start = next((i for i in reversed(range(len(left))) if left[i].lower() in _CLAUSE_ENDS), -1)
    end = next((i for i, word in enumerate(right) if word.lower() in _CLAUSE_ENDS), len(right))
    near = _nearest_left(left, start + 1, len(left)) or _nearest_right(right, 0, end)
    far = _nearest_left(left, 0, start + 1) or _nearest_right(right, end, len(right))
    return near, far


def _nearest_left(words: list[str], first: int, last: int) -> int:
    return next((cue for i in reversed(range(first, last)) if (cue := _cue(words, i))), OPEN)


def _nearest_right(words: list[str], first: int, last: int) -> int:
    return next((cue for i in range(first, last) if (cue := _cue(words, i))), OPEN)


def _cue(words: list[str], index: int) -> int:
    """Return what one word says of the time."""
    word = words[index]
    if word != word.lower():
        return OPEN  # a name, or the first word of the sentence
    before = words[index - 1].lower() if index else ""
    behind = words[index + 1] if index + 1 < len(words) else ""
    if word == "to":
        return FUTURE if before in _PROSPECTS else OPEN
    if word in _FUTURE_WORDS or word.endswith(("'ll", "’ll")):
        return FUTURE
    if word in {"was", "were"} and behind in _AFTER_BE:
        return FUTURE
    regular = word.endswith("ed") and len(word) > 3 and word not in _NO_PAST
    if not regular and word not in _PAST_WORDS:
        return OPEN
    if before in {"be", "to", "is", "are", "being"} or (regular and before in _DETERMINERS):
        return OPEN  # "would be briefed", "the proposed talks"
    return PAST
