"""What site furniture looks like: prompts, credits, navigation, notices, footers.

Every rule looks at one short line by itself. Running text must not be taken for furniture, so a
rule names the words a line *starts* with and, where prose may start so too, what has to follow.
"""

import re

from annotator.exchange.lines import Line, latin_share

MAX_PROMPT = 160
_MAX_NOTICE = 260
_MAX_TOP = 40
_MAX_NAVIGATION = 140
_MIN_SEGMENTS = 3
_MAX_SEGMENT = 26
_MAX_SEGMENT_WORDS = 3

_STOP = r"[|·•»›:(\[]|\.{3}|…|$"  # what follows a one-word prompt
_END = rf"\s*(?:{_STOP})"

# May stand anywhere in an article: nobody writes a paragraph that starts like this.
_SUBSCRIBE = r"""
    subscribe(?:\ (?:to|now|today|for|here|and|with)\b|\W*$|\s*[|·•!])
  | sign\ up(?:\ (?:to|for|now|here|today)\b|\W*$|\s*[|·•!])
  | (?:like|liked|enjoy|enjoyed|love)\ this\ (?:story|article|report)\s*[?!:|]
  | join\ us\ on\b
  | join\ our\ (?:newsletter|channel|group|telegram|whatsapp|mailing)\b
  | follow\ (?:us|our|@\w+|the\ author)\b
  | get\ the\ latest\ news\b
  | get\ (?:our|the)\b[^.\n]{0,30}\b(?:app|newsletter)\b
  | download\ (?:our|the)\b[^.\n]{0,30}\bapp\b
  | support\ (?:our|independent)\ journalism
  | donate(?:\ now|\ today|\ to\ us)?\W*$
  | (?:click|tap)\ here\b
"""
_SHARE = rf"""
    share\ (?:this|on|via|article|story|it\ on|your\ (?:thoughts|views|opinion))\b
  | share{_END}
  | tweet(?:\ this)?{_END}
  | print(?:\ (?:this|page|article|version))*{_END}
  | e-?mail(?:\ (?:this|article|to\ a\ friend))+\b
  | send\ (?:this\ (?:article|story|page|link|to)|to\ a\ friend|to\ friend)\b
  | save\ (?:(?:this\ )?(?:article|story)|for\ later)\b
"""
_COMMENT = rf"""
    comments?\ (?:are|is)\ closed
  | comments?(?:\s*\(\d+\))?\s*(?:[|·•»›]|:?\s*$)
  | your\ comments?{_END}
  | \d+\ comments?\b\s*(?:{_STOP}|\.)
  | no\ comments(?:\ yet)?\W*$
  | be\ the\ first\ to\ comment
  | join\ the\ (?:conversation|discussion)\b
  | (?:leave|post|write|add|submit)\ (?:a|your|us\ a)\ (?:comment|reply|message)\b
  | comment\ on\ this\ (?:story|article|post)
  | you\ (?:must|need\ to|have\ to)\ (?:be\ logged\ in|log\ in|register|sign\ in)\b
  | your\ e-?mail\ address\ will\ not\ be
  | required\ fields\ are
  | (?:log\ ?in|sign\ in)(?:{_END}|\ (?:or|to)\b)
"""
_MORE = r"""
    more\ (?:articles|stories|headlines|on\ this\ (?:story|topic)|like\ this|in\ this\ section)\b
  | more\ news(?:\W*$|\ (?:from|in|on|about)\b)
  | more\ from\ (?:the|our|this|(?-i:[A-Z]))[^.?!\n]{1,40}$
  | related(?:\ (?:articles?|stor(?:y|ies)|news|posts?|topics?|links?|content|coverage|items?
      |reading))?\s*(?::|$)
  | see\ also\s*(?::|$)
  | (?:read|watch)\ also\b\s*(?::|$|(?-i:[A-Z])|[“"‘'])
  | also\ (?:read|see|on)\b\s*:
  | read\ (?:next|more)\b\s*(?:[:|»›→>]|\.{3}|…|$|(?:about|on|at|here|from|of\ our)\b)
  | read\ (?:the\ )?(?:full|whole|original)\ (?:story|article|text|report|interview)\b
  | (?:continue|keep)\ reading\b
  | (?:story|article)\ continues\ below
  | (?:next|previous)\ (?:article|story|post)\b
  | you\ (?:may|might)\ (?:also\ )?(?:like|be\ interested\ in)\b
  | recommended\ for\ you\b
  | (?:recommended|trending(?:\ now)?|top\ stories|popular\ posts|don['’]t\ miss|in\ this\ section
      |most\ (?:read|popular|viewed|shared|commented)|latest\ (?:news|headlines|stories)
      |editor['’]?s['’]?\ (?:picks?|choice)|what\ to\ read\ next)\s*:?$
"""
_CREDIT = r"""
    (?:file\ |stock\ |cover\ |ap\ |afp\ |reuters\ )?
      (?:photos?|images?|pictures?|photographs?|photography)
      (?:\ (?:credits?|courtesy(?:\ of)?)\b|\ by\ [^.,\n]{2,50}$|\ ?[:/©|]|\ ?\([^()\n]*\)\W*$)
  | (?:photo|image|picture|video|graphic|map)\ (?:credits?|courtesy)\b
  | credits?\ ?:
  | file\ (?:photo|picture)\W*$
  | ©
  | copyright\b\s*(?:©|\(c\)|\d{4}|by\b|:|$|[^.\n]{0,50}\b(?:19|20)\d\d\b)
  | all\ rights\ reserved\b
  | (?:re-?print|re-?publication|reproduction)(?:ing)?\b
      [^.\n]{0,60}\b(?:link|source|permission|prohibited|consent)\b
"""
_SITE = rf"""
    \(?advertisements?\)?\W*$
  | sponsored(?:\ content)?\W*$
  | promoted\ content
  | visit\ our\ (?:web\ ?site|page|archive|facebook)\b
  | terms\ of\ (?:use|service){_END}
  | privacy\ policy{_END}
  | (?:we|this\ (?:site|website))\ uses?\ cookies\b
  | skip\ to\ (?:main\ )?(?:content|navigation)
  | back\ to\ top
  | toggle\ navigation
  | (?:news|story|article|item)\ (?:id|code|no\.?|number)\s*:
  | listen\ to\ (?:this|the)\ article
  | (?:reading|read)\ time\s*:
  | \d+[\ -]min(?:ute)?s?\ read\W*$
"""
_PROMPTS = " | ".join((_SUBSCRIBE, _SHARE, _COMMENT, _MORE, _CREDIT, _SITE))
_PROMPT = re.compile(_PROMPTS, re.VERBOSE | re.IGNORECASE)

# Furniture in the head or the tail only: in between the same words may well be content.
_EDGE = re.compile(
    r"""
    \(c\)\s*(?:\d{4}|(?!The\b|An?\b)(?-i:[A-Z]))
  | (?:tags?|keywords?|categor(?:y|ies)|(?:posted|published)\ in)\s*:
  | filed\ under\b
  | (?:(?:original\ )?source|via)\s*:\s*\S
  | (?:views?|hits|shares?|likes?)\s*:?\s*\d+\W*$
  | \d+\ (?:views|shares|likes)\W*$
  | (?:the\ )?(?:views|opinions)\ expressed\ (?:in|here|by|are)\b
  | disclaimer\s*:
  | contact\ us\b
  | about\ (?:us|the\ author)\W*$
  | terms\ and\ conditions\W*$
  | (?:tel|fax|phone)\.?\s*:
  | e-?mail\s*:
  | (?:https?://|www\.)\S+$
  | \S+@\S+\.\w+$
  | (?:facebook|twitter|telegram|instagram|whatsapp|linkedin)\W*$
  | (?:end|ends|end\ item|end\ of\ (?:text|message)|-30-)\W*$
  | [\d*/]{6,}$
  | a\+\ ?a-\W*$
  | (?:home|menu|search|register|archive|rss|newsletter|print|share|comment|subscribe)\W*$
    """,
    re.VERBOSE | re.IGNORECASE,
)

# Above the headline even a prompt may be a headline, so only these.
_TOP = re.compile(
    r"""
    (?:skip\ to|toggle\ navigation|advertisement|sponsored|home|menu|search|register|sign\ in
      |log\ ?in|subscribe|print|share|a\+\ ?a-)\b
  | \d+\ comments?\b
  | (?:news|story|article)\ (?:id|code)\s*:
    """,
    re.VERBOSE | re.IGNORECASE,
)

_LISTS = re.compile(
    r"""
    (?:more|related|recommended|trending|latest|popular|editor['’]?s?|in\ this\ section)\b
  | you\ (?:may|might)\b
  | most\ \w+$
  | top\ stories
  | what\ to\ read
  | (?:see|read)\ (?:also|next|more)\b
  | also\ (?:read|on)\b
  | don['’]t\ miss
    """,
    re.VERBOSE | re.IGNORECASE,
)

_CORPUS = re.compile(
    r"\b(?:sample|demo(?:nstration)?|test|example)\s+(?:\w+\s+){0,2}(?:corpus|text)\b"
    r"|\b(?:corpus|annotator)\b[^.]{0,40}\bcorpus\b|\bsample\s+corpus\b"
    r"|\bAnnotator\b.{0,30}\bcorpus\b",
    re.IGNORECASE,
)
_FICTION = re.compile(
    r"\b(?:fiction(?:al)?|fictitious|invented|imaginary|made[ -]up|imagined|not\s+real)\b",
    re.IGNORECASE,
)
_OPENERS = re.compile(r"^[\W_]*")
_SPLIT = re.compile(r"\s*[•|·»›>▪●]\s*|\s/\s")
_QUOTE = re.compile(r"[“”\"‘«„]")
_SAYS = re.compile(r"\b(?:said|told|says|added|asked|noted|according)\b", re.IGNORECASE)


def is_notice(line: Line) -> bool:
    """Whether a line says that the article belongs to a sample corpus or was made up for one."""
    if line.length > _MAX_NOTICE:
        return False
    if _CORPUS.search(line.words):
        return True
    return line.words[0] in "([" and _FICTION.search(line.words) is not None


def is_navigation(line: Line) -> bool:
    """Whether a line is a row of places to go: "• Home • Politics • Sport"."""
    if line.length > _MAX_NAVIGATION or line.sentence:
        return False
    segments = [segment for segment in _SPLIT.split(line.words) if segment]
    return len(segments) >= _MIN_SEGMENTS and all(map(_is_place_to_go, segments))


def _is_place_to_go(segment: str) -> bool:
    return (
        len(segment) <= _MAX_SEGMENT
        and len(segment.split()) <= _MAX_SEGMENT_WORDS
        and not any(character.isdigit() for character in segment)
    )


def is_bullet_of_menu(line: Line) -> bool:
    """Whether a line is one item of a menu: "* Home"."""
    return line.bulleted and not line.sentence and _is_place_to_go(line.item)


def _starts(line: Line) -> str:
    """Return the words of a line from its first letter, digit or © on."""
    words = line.item
    if words.startswith(("©", "(c)", "(C)")):
        return words
    return _OPENERS.sub("", words) or words


def is_prompt(line: Line) -> bool:
    """Whether a line prompts, credits or links, wherever it stands."""
    if line.length > MAX_PROMPT or _QUOTE.match(line.words):
        return False
    return _PROMPT.match(_starts(line)) is not None and _SAYS.search(line.words) is None


def is_edge_furniture(line: Line) -> bool:
    """Whether a line in the head or tail is furniture of some kind, foreign footers aside."""
    if is_prompt(line) or is_notice(line) or is_navigation(line):
        return True
    if line.length > MAX_PROMPT or _QUOTE.match(line.words):
        return False
    return _EDGE.match(_starts(line)) is not None and _SAYS.search(line.words) is None


def is_top_furniture(line: Line) -> bool:
    """Whether a line above the headline is furniture."""
    if is_notice(line) or is_navigation(line) or is_bullet_of_menu(line):
        return True
    return line.length <= _MAX_TOP and _TOP.match(_starts(line)) is not None


def opens_list(line: Line) -> bool:
    """Whether links to other articles follow a line: "More Articles"."""
    return is_prompt(line) and not line.sentence and _LISTS.match(_starts(line)) is not None


def is_foreign(line: Line) -> bool:
    """Whether a line is written in another script than the Latin one."""
    share = latin_share(line.words)
    mostly = 0.4
    return share is not None and share < mostly


# Finds candidates in the middle of a long text; each is then looked at as a line.
PROMPT_START = re.compile(
    rf"^[^\S\n]*(?:[^\w\s“\"‘«„]{{1,3}}[^\S\n]*)?(?=\S[^\n]{{4}})(?=(?:{_PROMPTS}))",
    re.VERBOSE | re.IGNORECASE | re.MULTILINE,
)
