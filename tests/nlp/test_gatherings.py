"""Gatherings of several by rules: summits, conferences, ceremonies, more than two at a table."""

import pytest

from annotator.nlp.builtin.source import RuleSource
from tests.told import meetings, met


@pytest.fixture(scope="module")
def source():
    return RuleSource()


FORMS = {
    "at one table": (
        "Omar Haddad met Elena Petrova and Maria Lopez together.",
        [met("Omar Haddad", "Elena Petrova", "Maria Lopez", trigger="met", kind="multilateral")],
    ),
    "a press conference": (
        "Omar Haddad told a press conference that the bridge was open.",
        [met("Omar Haddad", trigger="press conference", kind="press-conference")],
    ),
    "a summit": (
        "Chile, Peru and Bolivia held a summit in Lima.",
        [met("Chile", "Peru", "Bolivia", trigger="summit", kind="multilateral", place=["Lima"])],
    ),
    "two at the other end": (
        "Omar Haddad held talks with Elena Petrova and Maria Lopez.",
        [
            met(
                "Omar Haddad",
                "Elena Petrova",
                "Maria Lopez",
                trigger="talks",
                kind="multilateral",
            )
        ],
    ),
    "the ministers of several states": (
        "The foreign ministers of Chile, Peru and Bolivia will gather in Lima on Monday.",
        [
            met(
                "Chile",
                "Peru",
                "Bolivia",
                trigger="gather",
                kind="multilateral",
                status="planned",
                place=["Lima"],
                date=["Monday"],
            )
        ],
    ),
    "attended by": (
        "The talks were attended by Omar Haddad, Elena Petrova and Juan Garcia.",
        [
            met(
                "Omar Haddad",
                "Elena Petrova",
                "Juan Garcia",
                trigger="talks",
                kind="multilateral",
            )
        ],
    ),
    "a joint press conference": (
        "Omar Haddad spoke at a press conference with Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="press conference", kind="press-conference")],
    ),
    "a summit where somebody is host": (
        "Chile, Peru and Bolivia met at a summit convened by Omar Haddad.",
        [
            met(
                "Chile",
                "Peru",
                "Bolivia",
                "Omar Haddad",
                trigger="met|summit",
                kind="multilateral",
            )
        ],
    ),
    "a ceremony": (
        "Omar Haddad spoke at a ceremony attended by Elena Petrova.",
        [met("Omar Haddad", "Elena Petrova", trigger="ceremony", kind="multilateral")],
    ),
    "a signing": (
        "Chile, Peru and Bolivia signed the accord in Lima on Monday.",
        [
            met(
                "Chile",
                "Peru",
                "Bolivia",
                trigger="signed",
                kind="multilateral",
                place=["Lima"],
                date=["Monday"],
            )
        ],
    ),
    "who wants a summit with whom": (
        "Omar Haddad proposed a summit with Elena Petrova.",
        [
            met(
                "Omar Haddad",
                "Elena Petrova",
                trigger="summit",
                kind="multilateral",
                status="proposed",
            )
        ],
    ),
    "who came alongside": (
        "Omar Haddad attended the summit alongside Elena Petrova and Juan Garcia.",
        [
            met(
                "Omar Haddad",
                "Elena Petrova",
                "Juan Garcia",
                trigger="summit",
                kind="multilateral",
            )
        ],
    ),
    "a summit where two will meet": (
        "Omar Haddad and Elena Petrova will meet in June at the NATO summit in Lima.",
        [
            met(
                "Omar Haddad",
                "Elena Petrova",
                trigger="meet",
                status="planned",
                place=["Lima"],
                date=["June"],
            ),
            met(
                "NATO",
                trigger="summit",
                kind="multilateral",
                status="planned",
                place=["Lima"],
                date=["June"],
            ),
        ],
    ),
    "a retreat": (
        "Leaders of the African Union held a retreat in Lima.",
        [
            met(
                "Leaders of the African Union",
                trigger="retreat",
                kind="multilateral",
                place=["Lima"],
            )
        ],
    ),
    "a ceremony for a guest": (
        "Omar Haddad hosted a ceremony for Prime Minister Elena Petrova in Lima.",
        [
            met(
                "Omar Haddad",
                "Elena Petrova",
                trigger="ceremony",
                kind="multilateral",
                place=["Lima"],
            )
        ],
    ),
    "a press conference at which much was ruled out": (
        "Addressing a press conference later, Omar Haddad ruled out a truce.",
        [met("Omar Haddad", trigger="press conference", kind="press-conference")],
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_gathering_is_read(source, form):
    text, wanted = FORMS[form]
    assert meetings(source, text) == wanted
