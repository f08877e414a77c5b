"""Meetings by rules: how news tells who met whom, form by form."""

import pytest

from annotator.nlp.builtin.source import RuleSource
from tests.told import meetings, met


@pytest.fixture(scope="module")
def source():
    return RuleSource()


FORMS = {
    "subject and object": (
        "Foreign Minister Omar Haddad met Elena Petrova in Sofia on Tuesday.",
        [met("Omar Haddad", "Elena Petrova", trigger="met", place=["Sofia"], date=["Tuesday"])],
    ),
    "two subjects": (
        "Omar Haddad and Elena Petrova met in Sofia.",
        [met("Omar Haddad", "Elena Petrova", trigger="met", place=["Sofia"])],
    ),
    "talks with": (
        "Omar Haddad held talks with his Bulgarian counterpart Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="talks")],
    ),
    "talks between states": (
        "Talks between Vietnam and Chile ended in Lima.",
        [met("Vietnam", "Chile", trigger="Talks", place=["Lima"])],
    ),
    "host and guest": (
        "President Omar Haddad received Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="received")],
    ),
    "guest and host": (
        "Elena Petrova was received by President Omar Haddad.",
        [met("Elena Petrova", "Omar Haddad", trigger="received")],
    ),
    "one after the other": (
        "Omar Haddad met Elena Petrova, Maria Lopez and Juan Garcia one after the other.",
        [
            met("Omar Haddad", "Elena Petrova", trigger="met"),
            met("Omar Haddad", "Maria Lopez", trigger="met"),
            met("Omar Haddad", "Juan Garcia", trigger="met"),
        ],
    ),
    "first one, then another": (
        "Omar Haddad met Elena Petrova and then Maria Lopez.",
        [
            met("Omar Haddad", "Elena Petrova", trigger="met"),
            met("Omar Haddad", "Maria Lopez", trigger="met"),
        ],
    ),
    "on the sidelines": (
        "On the sidelines of the summit Omar Haddad met Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="met", occasion=["summit"])],
    ),
    "still to come": (
        "They spoke before next week's summit between Omar Haddad and Elena Petrova.",
        [
            met(
                "Omar Haddad",
                "Elena Petrova",
                trigger="summit",
                date=["next week"],
                kind="multilateral",
                status="planned",
            )
        ],
    ),
    "a pronoun": (
        "Omar Haddad spoke in parliament. He met Elena Petrova afterwards.",
        [met("Omar Haddad", "Elena Petrova", trigger="met")],
    ),
    "by telephone": (
        "Omar Haddad and Elena Petrova spoke by telephone on Sunday.",
        [
            met(
                "Omar Haddad",
                "Elena Petrova",
                trigger="spoke by telephone",
                kind="call",
                date=["Sunday"],
            )
        ],
    ),
    "will": (
        "Omar Haddad will meet Elena Petrova on Monday.",
        [met("Omar Haddad", "Elena Petrova", trigger="meet", status="planned", date=["Monday"])],
    ),
    "proposed": (
        "Omar Haddad hopes to meet Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="meet", status="proposed")],
    ),
    "a delegation and who leads it": (
        "Omar Haddad met a high-level delegation led by Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="met")],
    ),
    "a sentence that begins with it": (
        "After meeting Elena Petrova in Lima, Omar Haddad said that the bridge was open.",
        [met("Omar Haddad", "Elena Petrova", trigger="meeting", place=["Lima"])],
    ),
    "the progressive": (
        "Omar Haddad and Elena Petrova are meeting in Lima.",
        [met("Omar Haddad", "Elena Petrova", trigger="meeting", place=["Lima"])],
    ),
    "what somebody should do": (
        "Omar Haddad should meet Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="meet", status="proposed")],
    ),
    "a condition": (
        "If Omar Haddad meets Elena Petrova, the bridge will open.",
        [met("Omar Haddad", "Elena Petrova", trigger="meets", status="proposed")],
    ),
    "refused": (
        "Omar Haddad refused to meet Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="meet", status="cancelled")],
    ),
    "cancelled": (
        "A meeting between Omar Haddad and Elena Petrova was cancelled.",
        [met("Omar Haddad", "Elena Petrova", trigger="meeting", status="cancelled")],
    ),
    "denied": (
        "The ministry denied that Omar Haddad had met Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="met", status="denied")],
    ),
    "at the beginning of a sentence": (
        "In a meeting with Elena Petrova in Sofia, Omar Haddad described the plan.",
        [met("Omar Haddad", "Elena Petrova", trigger="meeting", place=["Sofia"])],
    ),
    "told in a call": (
        "Omar Haddad told Elena Petrova in a phone call that the deal stood.",
        [met("Omar Haddad", "Elena Petrova", trigger="phone call", kind="call")],
    ),
    "behind what they discussed": (
        "Omar Haddad and Elena Petrova discussed Chile in a meeting in Sofia.",
        [met("Omar Haddad", "Elena Petrova", trigger="meeting", place=["Sofia"])],
    ),
    "at the head of a delegation": (
        "A delegation led by Omar Haddad met Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="met")],
    ),
    "welcomed somewhere": (
        "President Omar Haddad welcomed Elena Petrova to the palace.",
        [met("Omar Haddad", "Elena Petrova", trigger="welcomed")],
    ),
    "behind a relative clause": (
        "Omar Haddad, who advises Elena Petrova on trade, met Juan Garcia.",
        [met("Omar Haddad", "Juan Garcia", trigger="met")],
    ),
    "who discussed something with whom": (
        "Omar Haddad discussed the ferry with Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="discussed")],
    ),
    "an exchange of views": (
        "Omar Haddad and Elena Petrova exchanged views on the ferry.",
        [met("Omar Haddad", "Elena Petrova", trigger="exchanged")],
    ),
    "a handshake": (
        "Omar Haddad and Elena Petrova shook hands.",
        [met("Omar Haddad", "Elena Petrova", trigger="shook hands")],
    ),
    "a courtesy call": (
        "Omar Haddad called on Elena Petrova in Lima.",
        [met("Omar Haddad", "Elena Petrova", trigger="called on", place=["Lima"])],
    ),
    "a courtesy call that is paid": (
        "Omar Haddad paid a courtesy call on Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="courtesy call")],
    ),
    "somebody called somebody": (
        "Omar Haddad called Elena Petrova on Monday.",
        [met("Omar Haddad", "Elena Petrova", trigger="called", kind="call", date=["Monday"])],
    ),
    "somebody spoke to somebody": (
        "Omar Haddad spoke to Elena Petrova on Monday.",
        [met("Omar Haddad", "Elena Petrova", trigger="spoke", date=["Monday"])],
    ),
    "by telephone, the other one later": (
        "Omar Haddad spoke by phone on Tuesday with Elena Petrova.",
        [
            met(
                "Omar Haddad",
                "Elena Petrova",
                trigger="spoke by phone",
                kind="call",
                date=["Tuesday"],
            )
        ],
    ),
    "the counterpart behind place and day": (
        "Omar Haddad met in Lima on Monday with Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="met", place=["Lima"], date=["Monday"])],
    ),
    "talks on something with somebody": (
        "Omar Haddad held talks on trade in Lima with Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="talks", place=["Lima"])],
    ),
    "a host, an aside and a guest": (
        "Omar Haddad received, at his office in Lima, Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="received", place=["Lima"])],
    ),
    "received somewhere by somebody": (
        "Omar Haddad was received at the airport by Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="received")],
    ),
    "greeted by somebody": (
        "Omar Haddad was greeted by Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="greeted")],
    ),
    "to be received": (
        "Omar Haddad is due to be received by Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="received", status="planned")],
    ),
    "a counterpart behind a comma": (
        "Omar Haddad and his Bulgarian counterpart, Elena Petrova, met in Sofia.",
        [met("Omar Haddad", "Elena Petrova", trigger="met", place=["Sofia"])],
    ),
    "an opposite number": (
        "Omar Haddad met his Bulgarian opposite number, Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="met")],
    ),
    "those who come from states": (
        "Presidents Omar Haddad of Peru and Elena Petrova of Chile met in Lima.",
        [met("Omar Haddad", "Elena Petrova", trigger="met", place=["Lima"])],
    ),
    "a pronoun and a name": (
        "Omar Haddad spoke in parliament. He and Elena Petrova met afterwards.",
        [met("Omar Haddad", "Elena Petrova", trigger="met")],
    ),
    "the first person": (
        "“I met Elena Petrova in Lima,” Omar Haddad said.",
        [met("Omar Haddad", "Elena Petrova", trigger="met", place=["Lima"])],
    ),
    "experts of two sides": (
        "Omar Haddad thanked Elena Petrova. Experts from both countries will meet in Sofia.",
        [
            met(
                "Experts",
                trigger="meet",
                kind="multilateral",
                status="planned",
                place=["Sofia"],
            )
        ],
    ),
    "separate meetings": (
        "Omar Haddad held separate meetings with Elena Petrova and Maria Lopez.",
        [
            met("Omar Haddad", "Elena Petrova", trigger="meetings"),
            met("Omar Haddad", "Maria Lopez", trigger="meetings"),
        ],
    ),
    "and, separately, another one": (
        "Omar Haddad conferred with Elena Petrova and, separately, with Maria Lopez.",
        [
            met("Omar Haddad", "Elena Petrova", trigger="conferred"),
            met("Omar Haddad", "Maria Lopez", trigger="conferred"),
        ],
    ),
    "delegations of states": (
        "Talks between the delegations of Chile and Peru ended in Lima.",
        [met("Chile", "Peru", trigger="Talks", place=["Lima"])],
    ),
    "the present of what several plan": (
        "Omar Haddad and Elena Petrova meet again on Monday.",
        [met("Omar Haddad", "Elena Petrova", trigger="meet", status="planned", date=["Monday"])],
    ),
    "what officials tell of others": (
        "Chile and Peru failed to agree, officials said after two days of talks in Lima.",
        [met("Chile", "Peru", trigger="talks", place=["Lima"])],
    ),
    "behind a comma": (
        "Omar Haddad left early, after talks with Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="talks")],
    ),
    "who was briefed": (
        "Omar Haddad briefed Elena Petrova in Lima.",
        [met("Omar Haddad", "Elena Petrova", trigger="briefed", place=["Lima"])],
    ),
    "what a call led to": (
        "In a phone call on Sunday, Omar Haddad and Elena Petrova agreed to open the bridge.",
        [
            met(
                "Omar Haddad",
                "Elena Petrova",
                trigger="phone call",
                kind="call",
                date=["Sunday"],
            )
        ],
    ),
    "after meeting with somebody": (
        "After meeting with Elena Petrova, Omar Haddad left the palace.",
        [met("Omar Haddad", "Elena Petrova", trigger="meeting")],
    ),
    "as somebody met somebody": (
        "The remarks came as Omar Haddad met Elena Petrova in Lima.",
        [met("Omar Haddad", "Elena Petrova", trigger="met", place=["Lima"])],
    ),
    "after two met": (
        "It was a surprise, after Omar Haddad and Elena Petrova met in Oslo.",
        [met("Omar Haddad", "Elena Petrova", trigger="met", place=["Oslo"])],
    ),
    "a delegation of a body and who leads it": (
        "Omar Haddad met a Chilean delegation led by Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="met")],
    ),
    "summoned somewhere": (
        "The Chilean ambassador was summoned to the Foreign Ministry on Monday.",
        [met("Chilean ambassador", "Foreign Ministry", trigger="summoned", date=["Monday"])],
    ),
    "open to meeting somebody": (
        "Omar Haddad is open to meeting Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="meeting", status="proposed")],
    ),
    "a call of three": (
        "Omar Haddad, Elena Petrova and Juan Garcia held a three-way call.",
        [met("Omar Haddad", "Elena Petrova", "Juan Garcia", trigger="call", kind="call")],
    ),
    "where several discussed something": (
        "Omar Haddad and Elena Petrova discussed the ferry in Lima on Monday.",
        [met("Omar Haddad", "Elena Petrova", trigger="discussed", place=["Lima"], date=["Monday"])],
    ),
    "two, meeting somewhere": (
        "Omar Haddad and Elena Petrova, meeting in Lima, agreed to open the bridge.",
        [met("Omar Haddad", "Elena Petrova", trigger="meeting", place=["Lima"])],
    ),
    "presidents by telephone": (
        "The Russian and Turkish presidents spoke on the phone on Monday.",
        [
            met(
                "Russian and Turkish presidents",
                trigger="spoke on the phone",
                kind="call",
                date=["Monday"],
            )
        ],
    ),
    "ruled out": (
        "Omar Haddad ruled out a meeting with Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="meeting", status="cancelled")],
    ),
    "since a successor received somebody": (
        "Peru changed since its new president, Omar Haddad, received Elena Petrova in Lima.",
        [met("Omar Haddad", "Elena Petrova", trigger="received", place=["Lima"])],
    ),
    "ministers who told of it": (
        "Peru held up the plan, three defence ministers said after a meeting in Lima.",
        [met("defence ministers", trigger="meeting", kind="multilateral", place=["Lima"])],
    ),
    "a round of talks": (
        "Chile and Peru held a second round of indirect talks in Lima.",
        [met("Chile", "Peru", trigger="round of indirect talks", place=["Lima"])],
    ),
    "who is urged to meet": (
        "Omar Haddad urged Chile and Peru to meet in Lima.",
        [met("Chile", "Peru", trigger="meet", status="planned", place=["Lima"])],
    ),
    "a delegation of a body is received": (
        "Omar Haddad received a delegation from the Arab League.",
        [met("Omar Haddad", "Arab League", trigger="received")],
    ),
    "a dialogue": (
        "Omar Haddad will co-chair the sixth trade dialogue with Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="dialogue", status="planned")],
    ),
    "a guest at lunch, behind a journey": (
        "Omar Haddad will continue to Lima, where Elena Petrova will host him for a lunch.",
        [
            met("Omar Haddad", trigger="continue", kind="visit", status="planned", place=["Lima"]),
            met(
                "Elena Petrova",
                "Omar Haddad",
                trigger="host|lunch",
                status="planned",
                place=["Lima"],
            ),
        ],
    ),
    "brought together": (
        "Omar Haddad brought together the leaders of Chile and Peru.",
        [
            met(
                "Omar Haddad",
                "Chile",
                "Peru",
                trigger="brought together",
                kind="multilateral",
            )
        ],
    ),
    "and then another one": (
        "Omar Haddad first met Elena Petrova at his palace, and then Maria Lopez.",
        [
            met("Omar Haddad", "Elena Petrova", trigger="met"),
            met("Omar Haddad", "Maria Lopez", trigger="met"),
        ],
    ),
    "on the phone": (
        "Omar Haddad had been on the phone with Elena Petrova on Monday.",
        [
            met(
                "Omar Haddad",
                "Elena Petrova",
                trigger="been on the phone",
                kind="call",
                date=["Monday"],
            )
        ],
    ),
    "where they met": (
        "Omar Haddad returned from Lima, where he met Elena Petrova on Monday.",
        [met("Omar Haddad", "Elena Petrova", trigger="met", place=["Lima"], date=["Monday"])],
    ),
    "a host behind a comma": (
        "Omar Haddad went into talks with his host, President Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="talks")],
    ),
    "the counterparts of states": (
        "Omar Haddad hosted his counterparts from Chile and Peru for a lunch in Lima.",
        [
            met(
                "Omar Haddad",
                "Chile",
                "Peru",
                trigger="hosted|lunch",
                kind="multilateral",
                place=["Lima"],
            )
        ],
    ),
    "becoming the second one to meet": (
        "Omar Haddad will fly out, becoming the second African leader to meet Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="meet", status="planned")],
    ),
    "each other": (
        "Omar Haddad and Elena Petrova will see each other again in June.",
        [met("Omar Haddad", "Elena Petrova", trigger="see", status="planned", date=["June"])],
    ),
    "greeted on the steps": (
        "Omar Haddad greeted Elena Petrova on the steps.",
        [met("Omar Haddad", "Elena Petrova", trigger="greeted")],
    ),
    "over breakfast": (
        "Omar Haddad met Elena Petrova over a working breakfast.",
        [met("Omar Haddad", "Elena Petrova", trigger="met|breakfast")],
    ),
    "a body that is briefed": (
        "Omar Haddad briefed the Arab League on Monday.",
        [met("Omar Haddad", "Arab League", trigger="briefed", date=["Monday"])],
    ),
    "whose minister each one is": (
        "The ministers of Chile, Omar Haddad, and Peru, Elena Petrova, met in Lima.",
        [met("Omar Haddad", "Elena Petrova", trigger="met", place=["Lima"])],
    ),
    "set for a day": (
        "The next meeting between Omar Haddad and Elena Petrova is set for May.",
        [met("Omar Haddad", "Elena Petrova", trigger="meeting", status="planned")],
    ),
    "reports dismissed": (
        "The Kremlin dismissed reports that Omar Haddad had met Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="met", status="denied")],
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_meeting_is_read(source, form):
    text, wanted = FORMS[form]
    assert meetings(source, text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Omar Haddad told reporters that the bridge was open.",
        "The plan met resistance in Chile.",
        "Omar Haddad received a letter from Elena Petrova.",
        "Omar Haddad sent Elena Petrova a letter.",
        "When it came to Chile, Omar Haddad chose his words.",
        "Omar Haddad called for calm in Chile.",
        "Omar Haddad welcomed the decision of Elena Petrova.",
        "Omar Haddad wanted the price to stay low in Chile.",
        "The meeting hall in Lima has a new roof.",
        "Omar Haddad called Elena Petrova a friend.",
        "Omar Haddad called on Elena Petrova to resign.",
        "Omar Haddad spoke to reporters in Lima.",
        "Omar Haddad discussed relations with Chile.",
        "Omar Haddad was in no hurry.",
        "There was no meeting. Omar Haddad said that no meeting took place. Elena Petrova said no.",
        "The army began its retreat in Chile.",
        "Omar Haddad praised the dialogue with Elena Petrova.",
        "Omar Haddad spoke to an audience of ten thousand in Lima.",
        "Chile was in talks once.",
        "Omar Haddad signed the letter in Lima.",
    ],
)
def test_what_names_no_meeting_gives_none(source, text):
    assert meetings(source, text) == []


def test_arriving_for_talks_with_somebody_named_is_a_visit_and_a_meeting(source):
    text = "Omar Haddad arrived in Lima on Monday for talks with Elena Petrova."
    assert meetings(source, text) == [
        met("Omar Haddad", trigger="arrived", kind="visit", place=["Lima"], date=["Monday"]),
        met("Omar Haddad", "Elena Petrova", trigger="talks", status="planned", place=["Lima"],
            date=["Monday"]),
    ]  # fmt: skip


def test_what_was_said_at_a_press_conference_is_linked(source):
    text = "Omar Haddad told a press conference that the bridge was open."
    frames = source.look(text).frames
    [meeting] = [frame for frame in frames if frame.type == "Meeting"]
    said = [filler.frame for filler in meeting.fillers if filler.role == "statement"]
    assert [frames[place].type for place in said] == ["Statement"]


def test_a_guessed_participant_is_to_be_checked(source):
    [meeting] = [
        frame
        for frame in source.look("Omar Haddad spoke. He met Elena Petrova.").frames
        if frame.type == "Meeting"
    ]
    assert meeting.check == ("participant",)


def test_a_rule_that_is_switched_off_finds_no_meeting():
    off = RuleSource(off={"meeting-verb"})
    assert meetings(off, "Omar Haddad met Elena Petrova.") == []
