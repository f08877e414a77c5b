"""Statements by rules: how news attributes words, form by form."""

import sys

import pytest

from annotator.nlp.builtin.source import RuleSource


@pytest.fixture(scope="module")
def source():
    return RuleSource()


def statements(source, text):
    return [frame for frame in source.look(text).frames if frame.type == "Statement"]


def said(source, text):
    """What is attributed: speakers, cue, contents, mode; in text order."""
    found = []
    for frame in statements(source, text):
        held = {}
        for filler in frame.fillers:
            held.setdefault(filler.role, []).append(filler.extent.slice(text))
        mode = frame.attributes["mode"]
        cue = " ".join(held.get("cue", []))
        found.append((held.get("speaker", []), cue, held["content"], mode))
    return found


HADDAD = (["Omar Haddad"], "said", ["the border would open"], "indirect")
HADDAD_WROTE = (["Omar Haddad"], "said", ["The border would open"], "indirect")
FORMS = {
    # --- who speaks ---
    "subject and verb": ("Foreign Minister Omar Haddad said the border would open.", HADDAD),
    "that stays outside": ("Omar Haddad said that the border would open.", HADDAD),
    "a relative clause between commas": (
        "Omar Haddad, who became foreign minister in May, said the border would open.",
        HADDAD,
    ),
    "an aside between dashes": (
        "Omar Haddad — who leads the party — said the border would open.",
        HADDAD,
    ),
    "an aside with a question": (
        "Omar Haddad, asked whether he was well, said the border would open.",
        HADDAD,
    ),
    "one aside after another": (
        "Omar Haddad, a former envoy to Oman, who has led the talks since May, said the border would open.",
        HADDAD,
    ),
    "a place and a comma before": (
        "Upon arrival in Amman, Omar Haddad said the border would open.",
        HADDAD,
    ),
    "a name beside its office": (
        "The kingdom’s foreign minister, Omar Haddad, said the border would open.",
        HADDAD,
    ),
    "a name that no list knows, beside its office": (
        "The foreign minister, Xhevdet Zzuru, said the border would open.",
        (["Xhevdet Zzuru"], "said", ["the border would open"], "indirect"),
    ),
    "a relative clause without commas": (
        "A diplomat who met Omar Haddad said the border would open.",
        (["diplomat"], "said", ["the border would open"], "indirect"),
    ),
    "a spokesman is not whom he speaks for": (
        "The border would open, a spokesman for Haddad said.",
        (["spokesman for Haddad"], "said", ["The border would open"], "indirect"),
    ),
    "a body named after a person is not the person": (
        "The Haddad campaign said the border would open.",
        (["Haddad campaign"], "said", ["the border would open"], "indirect"),
    ),
    "a side is its state": (
        "The Jordanian side said the border would open.",
        (["Jordanian"], "said", ["the border would open"], "indirect"),
    ),
    "a plural calling": (
        "Border guards say the road is closed.",
        (["Border guards"], "say", ["the road is closed"], "indirect"),
    ),
    "a name before an apostrophe without s": (
        "Omar Haddad of the farmers’ union said the border would open.",
        HADDAD,
    ),
    "a plural with a complement": (
        "Fishermen in Latakia say the road is closed.",
        (["Fishermen in Latakia"], "say", ["the road is closed"], "indirect"),
    ),
    "somebody without a name or an office": (
        "A woman selling melons said the road was closed.",
        ([], "said", ["the road was closed"], "indirect"),
    ),
    "two who speak together": (
        "Layla Mansour and Omar Haddad said the border would open.",
        (["Layla Mansour", "Omar Haddad"], "said", ["the border would open"], "indirect"),
    ),
    "some of several": (
        "Some argue that the border should open.",
        ([], "argue", ["the border should open"], "indirect"),
    ),
    "some of several, in the past": (
        "Some argued that the border should open.",
        ([], "argued", ["the border should open"], "indirect"),
    ),
    "a text speaks for nobody": (
        "The statement read: “The border will open.”",
        ([], "read", ["The border will open."], "direct"),
    ),
    "a source close to somebody": (
        "A source close to him said the road was closed.",
        (["source close to him"], "said", ["the road was closed"], "indirect"),
    ),
    "where a senator was elected": (
        "Sen. Omar Haddad, R-Iowa, the bill’s sponsor, said the border would open.",
        HADDAD,
    ),
    "one of the two": (
        "One of the two, Sen. Omar Haddad of Maine, said the border would open.",
        HADDAD,
    ),
    "a deputy with his rank and name": (
        "His deputy, Lieutenant-General Omar Haddad, said the border would open.",
        HADDAD,
    ),
    "a second of several": (
        "A second said the road was closed.",
        ([], "said", ["the road was closed"], "indirect"),
    ),
    "a participle in the aside": (
        "The ministry, based in Amman, said the border would open.",
        (["ministry"], "said", ["the border would open"], "indirect"),
    ),
    "whoever asked something, behind an aside": (
        "Omar Haddad, a former Marine, asked whether the border would open.",
        (["Omar Haddad"], "asked whether", ["the border would open"], "indirect"),
    ),
    "somebody on a recording": (
        "Omar Haddad is heard saying that the border would open.",
        (["Omar Haddad"], "saying", ["the border would open"], "indirect"),
    ),
    "an aside with a further office": (
        "Omar Haddad, the head of the ministry’s mission to Oman and a former mayor of Amman, said the border would open.",
        HADDAD,
    ),
    "an aside with company": (
        "Omar Haddad, along with several members of his party, said the border would open.",
        HADDAD,
    ),
    "an aside with a name beside its office": (
        "Omar Haddad, flanked by his defence minister, Layla Mansour, said the border would open.",
        HADDAD,
    ),
    "an aside with whom he met": (
        "Omar Haddad, speaking after talks with Iraqi Premier Karim Fares, said the border would open.",
        HADDAD,
    ),
    "one person in two offices": (
        "Former prime minister and opposition leader Omar Haddad said the border would open.",
        HADDAD,
    ),
    "several with an aside between them": (
        "Oman and Qatar, both invited late, and Jordan said the border would open.",
        (["Oman", "Qatar", "Jordan"], "said", ["the border would open"], "indirect"),
    ),
    "a document said it, inverted": (
        "The border would open, said a statement by Omar Haddad.",
        HADDAD_WROTE,
    ),
    "quoted as saying, behind the words": (
        "“The border will open,” Omar Haddad was quoted as saying by the agency.",
        (["Omar Haddad"], "saying", ["The border will open,"], "direct"),
    ),
    "an outlet quoted somebody, behind the words": (
        "The border would open, the state agency quoted Omar Haddad as saying.",
        (["Omar Haddad"], "saying", ["The border would open"], "indirect"),
    ),
    "an announcement by somebody": (
        "An announcement by Omar Haddad that the border would open came late.",
        (["Omar Haddad"], "announcement", ["the border would open came late"], "indirect"),
    ),
    "a quotation and more than so many": (
        "“The border will open,” more than 40 aid groups said.",
        (["40 aid groups"], "said", ["The border will open,"], "direct"),
    ),
    "a quotation and one of somebody’s aides": (
        "“The border will open,” one of Omar Haddad’s aides said.",
        (["Omar Haddad’s aides"], "said", ["The border will open,"], "direct"),
    ),
    "a quotation and who was minister then": (
        "“The border will open,” then-Foreign Minister Omar Haddad said.",
        (["Omar Haddad"], "said", ["The border will open,"], "direct"),
    ),
    "an aside of manner": (
        "Omar Haddad, visibly moved, said the border would open.",
        HADDAD,
    ),
    "a sister by her name": (
        "His sister Nour said the road was closed.",
        (["Nour"], "said", ["the road was closed"], "indirect"),
    ),
    "a cousin by his name": (
        "Omar Haddad’s cousin, Nour, said the road was closed.",
        (["Nour"], "said", ["the road was closed"], "indirect"),
    ),
    "a member of somebody's delegation": (
        "A member of his delegation said the road was closed.",
        (["member of his delegation"], "said", ["the road was closed"], "indirect"),
    ),
    "a company that no list knows, behind its country": (
        "Jordan’s Zarqa Overseas said the border would open.",
        (["Zarqa Overseas"], "said", ["the border would open"], "indirect"),
    ),
    "a name within an aside is not the subject": (
        "The envoy, Senator Omar Haddad, who sat with the Minister of Defence, Ambassador Karim Fares, said the border would open.",
        HADDAD,
    ),
    "a rank behind the body that it serves in": (
        "Deputy Commander of the Jordanian Navy Rear Admiral Omar Haddad said the border would open.",
        HADDAD,
    ),
    # --- where the words stand ---
    "quotation before its speaker": (
        "“The border will open,” Omar Haddad said.",
        (["Omar Haddad"], "said", ["The border will open,"], "direct"),
    ),
    "said by telephone is no passive": (
        "“The border will open,” Omar Haddad said by telephone.",
        (["Omar Haddad"], "said", ["The border will open,"], "direct"),
    ),
    "said over the phone has no particle": (
        "“The border will open,” Omar Haddad said over the phone.",
        (["Omar Haddad"], "said", ["The border will open,"], "direct"),
    ),
    "inverted": (
        "“The border will open,” said Omar Haddad.",
        (["Omar Haddad"], "said", ["The border will open,"], "direct"),
    ),
    "broken by its attribution": (
        "“The border will open,” Omar Haddad said, “but not before May.”",
        (["Omar Haddad"], "said", ["The border will open,", "but not before May."], "direct"),
    ),
    "a sentence broken by its attribution": (
        "The envoy, Omar Haddad said, had lied.",
        (["Omar Haddad"], "said", ["The envoy", "had lied"], "indirect"),
    ),
    "according to": (
        "The border will open in May, according to Omar Haddad.",
        (["Omar Haddad"], "according to", ["The border will open in May"], "indirect"),
    ),
    "according to a document of a body": (
        "The border will open in May, according to a Commission fact sheet.",
        (["Commission"], "according to", ["The border will open in May"], "indirect"),
    ),
    "the dateline is not among the words": (
        "AMMAN, May 3 (Reuters) - The border will open in June, Omar Haddad said.",
        (["Omar Haddad"], "said", ["The border will open in June"], "indirect"),
    ),
    "a relative clause ends with its comma": (
        "The strikes, which Omar Haddad says cost dozens of lives, ended in May.",
        (["Omar Haddad"], "says", ["cost dozens of lives"], "indirect"),
    ),
    "what is told to a programme": (
        "The border, Omar Haddad told the BBC’s Today programme, would open.",
        (["Omar Haddad"], "told", ["The border", "would open"], "indirect"),
    ),
    "a comment behind a dash is not among the words": (
        "Omar Haddad said: “The border will open” – a phrase he has used before.",
        (["Omar Haddad"], "said", ["The border will open"], "direct"),
    ),
    "a comma behind that": (
        "Omar Haddad said that, in his view, the border would open.",
        (["Omar Haddad"], "said", ["in his view, the border would open"], "indirect"),
    ),
    "a title is not among the words": (
        "“The border will open,” Omar Haddad told a conference entitled “Open Roads to Damascus”.",
        (["Omar Haddad"], "told", ["The border will open,"], "direct"),
    ),
    "as somebody said, behind the words": (
        "The talks have failed, as Omar Haddad said.",
        (["Omar Haddad"], "said", ["The talks have failed"], "indirect"),
    ),
    "as somebody said, before the words": (
        "As Omar Haddad said on Monday, the talks have failed.",
        (["Omar Haddad"], "said", ["the talks have failed"], "indirect"),
    ),
    "a passive without an agent": (
        "Residents were told that the border would close.",
        ([], "told", ["the border would close"], "indirect"),
    ),
    "a passive with its agent": (
        "It was announced by Omar Haddad that the border would close.",
        (["Omar Haddad"], "announced", ["the border would close"], "indirect"),
    ),
    # --- what the verb takes ---
    "what a crowd is told": (
        "Omar Haddad told the crowd he would open the border.",
        (["Omar Haddad"], "told", ["he would open the border"], "indirect"),
    ),
    "a number": (
        "Omar Haddad put the number of trucks at 40.",
        (["Omar Haddad"], "put", ["the number of trucks at 40"], "indirect"),
    ),
    "an infinitive": (
        "Omar Haddad vowed on Monday to open the border.",
        (["Omar Haddad"], "vowed", ["to open the border"], "indirect"),
    ),
    "an infinitive behind an aside": (
        "Omar Haddad promised, if asked, to open the border.",
        (["Omar Haddad"], "promised", ["to open the border"], "indirect"),
    ),
    "a verb that leads to the one of saying": (
        "Omar Haddad went on Al Jazeera to argue that the border should open.",
        (["Omar Haddad"], "argue", ["the border should open"], "indirect"),
    ),
    "an office that belongs to the subject": (
        "Omar Haddad was silent, with his office saying there was no change.",
        (["Omar Haddad"], "saying", ["there was no change"], "indirect"),
    ),
    "an opening participle ends with its comma": (
        "Rejecting the charge, Omar Haddad smiled.",
        (["Omar Haddad"], "Rejecting", ["the charge"], "indirect"),
    ),
    "an object ends before the next verb": (
        "Omar Haddad rejected the plan, and in May left the talks.",
        (["Omar Haddad"], "rejected", ["the plan"], "indirect"),
    ),
}
SILENT = {
    "a condition of speaking": "An official who insisted on anonymity was there.",
    "he would not say": "Omar Haddad declined to comment. Layla Mansour refused to say why.",
    "nouns that look like verbs": "The company’s reports rose. The states and their claims are many.",
    "a passive that only describes": "The policy announced by the minister will end in May.",
    "a quotation says what its speaker does": "“I thank Omar Haddad for his work.”",
    "verbs within names": "The United States, the Arab states and Cried Wolf Records are friends.",
    "a place and a colon before a report": "NEW DELHI: The border was closed on Monday.",
    "a photo and its credit": "Omar Haddad left.\n\nPhoto Credit: Press TV",
    "adjectives that look like verbs": "Turkey declares state of emergency after failed coup.",
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_attribution_is_read(source, form):
    text, wanted = FORMS[form]
    assert said(source, text) == [wanted]


@pytest.mark.parametrize("text", SILENT.values(), ids=SILENT.keys())
def test_what_attributes_nothing_gives_no_statement(source, text):
    assert said(source, text) == []


def test_a_headline_with_a_colon_is_a_statement_without_a_cue(source):
    text = "Haddad: Border will open\n\nForeign Minister Omar Haddad spoke in Amman on Monday.\n"
    assert (["Haddad"], "", ["Border will open"], "indirect") in said(source, text)


def test_a_speaker_whom_no_rule_has_tagged_is_marked(source):
    (guessed,) = statements(source, "The Haddad campaign said the border would open.")
    (known,) = statements(source, "Omar Haddad said the border would open.")
    assert (guessed.check, known.check) == (("speaker",), ())


def test_a_carried_quotation_is_marked(source):
    text = "Omar Haddad said, “It will open.”\n\n“It will open in May, as we promised.”"
    (frame,) = statements(source, text)
    assert [item.extent.slice(text) for item in frame.fillers if item.role == "content"] == [
        "It will open.",
        "It will open in May, as we promised.",
    ]
    assert frame.check == ("content",)


def test_a_guess_has_a_lower_score(source):
    (named,) = statements(source, "Omar Haddad said that the border would open.")
    (meant,) = statements(source, "Omar Haddad sat. He said that the border would open.")
    assert meant.score < named.score


def test_a_headline_may_have_its_speaker_behind_a_dash(source):
    text = "Border will open in May - Haddad\n\nForeign Minister Omar Haddad spoke in Amman.\n"
    assert (["Haddad"], "", ["Border will open in May"], "indirect") in said(source, text)


def test_a_line_of_a_transcript_is_a_statement_without_a_cue(source):
    text = "HADDAD: The border will open in May.\n\nQ: Why not before?\n\nHADDAD: It is mined."
    assert said(source, text) == [
        (["HADDAD"], "", ["The border will open in May."], "indirect"),
        (["HADDAD"], "", ["It is mined."], "indirect"),
    ]


def test_a_statement_within_a_statement_is_its_own(source):
    text = "Omar Haddad said Layla Mansour had told him that the border would open."
    outer, inner = statements(source, text)
    roles = [(item.role, item.extent.slice(text)) for item in inner.fillers]
    assert ("speaker", "Layla Mansour") in roles
    assert ("addressee", "Omar Haddad") in roles
    assert outer.attributes["speaker_by"] == inner.attributes["speaker_by"] == "mention"


RELAYED = (
    "The border would open, Omar Haddad said, Reuters reported.",
    "“The border will open,” Omar Haddad said, according to Reuters.",
    "Reuters quoted Omar Haddad as saying that the border would open.",
)


@pytest.mark.parametrize("text", RELAYED)
def test_an_outlet_that_relays_is_the_outlet_and_no_speaker(source, text):
    (frame,) = statements(source, text)
    held = [(item.role, item.extent.slice(text)) for item in frame.fillers]
    assert ("outlet", "Reuters") in held
    assert ("speaker", "Omar Haddad") in held


def test_an_outlet_that_is_the_only_source_speaks(source):
    text = "The border was closed on Monday, Reuters reported."
    assert said(source, text)[0][0] == ["Reuters"]


def test_whoever_is_told_is_the_addressee(source):
    text = "“The border will open,” Omar Haddad told reporters in Amman."
    (frame,) = statements(source, text)
    told = [item.extent.slice(text) for item in frame.fillers if item.role == "addressee"]
    assert told == ["reporters"]


def test_every_proposal_says_why(source):
    frames = statements(source, " ".join(text for text, _ in FORMS.values()))
    assert frames
    assert all(frame.reason and frame.rule and 0 < frame.score <= 1 for frame in frames)


HOSTILE = (
    "“",
    '"a" ',
    "said ",
    "he said, she said. ",
    "A: B\n",
    "( “x ",
    "PRESIDENT SMITH SAID THAT ",
    "the minister said that he told them the ",
    "Iran and ",
    "Iran, which ",
    "head of the ",
    "“He said so\n\n",
    "Ali Reza Tehrani, ",
    "went to say to ",
    "قال الوزير ",
    "😀 said ",
)


@pytest.mark.parametrize("unit", HOSTILE)
def test_the_work_on_hostile_text_grows_with_its_length_only(source, unit):
    once, twice = (_calls(source, unit * (size // len(unit))) for size in (2_000, 4_000))
    assert twice < 2.2 * once


def _calls(source, text):
    """Return how many functions the rules call on a text."""
    count = 0

    def note(_frame, event, _argument):
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        source.look(text)
    finally:
        sys.setprofile(before)
    return count
