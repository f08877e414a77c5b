"""Visits by rules: how news tells who went where."""

import pytest

from annotator.nlp.builtin.source import RuleSource
from tests.told import meetings, met


@pytest.fixture(scope="module")
def source():
    return RuleSource()


FORMS = {
    "a visit": (
        "Omar Haddad visited Chile in March.",
        [met("Omar Haddad", trigger="visited", kind="visit", place=["Chile"], date=["March"])],
    ),
    "arrived for talks with officials": (
        "Omar Haddad arrived in Lima on Monday for talks with officials.",
        [
            met(
                "Omar Haddad",
                trigger="arrived|talks",
                kind="visit",
                place=["Lima"],
                date=["Monday"],
            )
        ],
    ),
    "expected somewhere": (
        "Omar Haddad is expected in Lima on Monday.",
        [
            met(
                "Omar Haddad",
                trigger="expected",
                kind="visit",
                status="planned",
                place=["Lima"],
                date=["Monday"],
            )
        ],
    ),
    "the present of what is planned": (
        "Omar Haddad flies to Lima on Monday.",
        [
            met(
                "Omar Haddad",
                trigger="flies",
                kind="visit",
                status="planned",
                place=["Lima"],
                date=["Monday"],
            )
        ],
    ),
    "a visit that ends": (
        "Omar Haddad wrapped up a two-day visit to Chile.",
        [met("Omar Haddad", trigger="visit", kind="visit", place=["Chile"])],
    ),
    "a delegation that arrives": (
        "A Chilean delegation arrived in Lima on Monday.",
        [
            met(
                "Chilean delegation",
                trigger="arrived",
                kind="visit",
                place=["Lima"],
                date=["Monday"],
            )
        ],
    ),
    "a delegation that is sent": (
        "Chile sent a technical delegation to Lima on Monday.",
        [met("Chile", trigger="sent", kind="visit", place=["Lima"], date=["Monday"])],
    ),
    "several places": (
        "Omar Haddad will first visit Lima and Quito.",
        [
            met("Omar Haddad", trigger="visit", kind="visit", status="planned", place=["Lima"]),
            met("Omar Haddad", trigger="visit", kind="visit", status="planned", place=["Quito"]),
        ],
    ),
    "an invitation": (
        "Omar Haddad invited Elena Petrova to Lima.",
        [
            met(
                "Elena Petrova",
                trigger="invited",
                kind="visit",
                status="proposed",
                place=["Lima"],
            )
        ],
    ),
    "where somebody has been": (
        "Omar Haddad has been to Lima.",
        [met("Omar Haddad", trigger="been", kind="visit", place=["Lima"])],
    ),
    "here": (
        "LIMA (Andina) - Omar Haddad landed here on Sunday.",
        [met("Omar Haddad", trigger="landed", kind="visit", place=["LIMA"], date=["Sunday"])],
    ),
    "a plan that somebody told": (
        "Omar Haddad said he would travel to Lima on Monday.",
        [
            met(
                "Omar Haddad",
                trigger="travel",
                kind="visit",
                status="planned",
                place=["Lima"],
                date=["Monday"],
            )
        ],
    ),
    "during a visit": (
        "During a visit to Lima, Omar Haddad met Elena Petrova.",
        [
            met("Omar Haddad", trigger="visit", kind="visit", place=["Lima"]),
            met("Omar Haddad", "Elena Petrova", trigger="met", place=["Lima"]),
        ],
    ),
    "a visit by somebody": (
        "A visit by Omar Haddad to Lima was called off.",
        [met("Omar Haddad", trigger="visit", kind="visit", status="cancelled", place=["Lima"])],
    ),
    "a delegation from somewhere": (
        "A delegation from Chile arrived in Lima on Monday.",
        [met("Chile", trigger="arrived", kind="visit", place=["Lima"], date=["Monday"])],
    ),
    "who was invited": (
        "Omar Haddad has been invited to Lima.",
        [met("Omar Haddad", trigger="invited", kind="visit", status="proposed", place=["Lima"])],
    ),
    "somewhere for talks": (
        "A Chilean trade delegation is in Lima this week for talks on tariffs.",
        [
            met(
                "Chilean trade delegation",
                trigger="is",
                kind="visit",
                place=["Lima"],
                date=["this week"],
            )
        ],
    ),
    "a team of a ministry": (
        "A technical team of the Ministry of Finance will leave for Lima tomorrow.",
        [
            met(
                "Ministry of Finance",
                trigger="leave",
                kind="visit",
                status="planned",
                place=["Lima"],
                date=["tomorrow"],
            )
        ],
    ),
    "the first one to visit": (
        "Omar Haddad is the first premier to visit Peru.",
        [met("Omar Haddad", trigger="visit", kind="visit", place=["Peru"])],
    ),
    "something somewhere": (
        "Laura Stein came late. On Monday she visits a solar plant in Lima.",
        [
            met(
                "Laura Stein",
                trigger="visits",
                kind="visit",
                status="planned",
                place=["Lima"],
                date=["Monday"],
            )
        ],
    ),
    "touched down": (
        "Omar Haddad touched down in Lima on Monday.",
        [
            met(
                "Omar Haddad",
                trigger="touched",
                kind="visit",
                place=["Lima"],
                date=["Monday"],
            )
        ],
    ),
    "who was allowed to visit": (
        "Omar Haddad was allowed to visit Lima.",
        [met("Omar Haddad", trigger="visit", kind="visit", place=["Lima"])],
    ),
    "stopped over": (
        "Omar Haddad stopped over in Lima on Monday.",
        [
            met(
                "Omar Haddad",
                trigger="stopped",
                kind="visit",
                place=["Lima"],
                date=["Monday"],
            )
        ],
    ),
    "considered": (
        "Omar Haddad is considering a visit to Lima.",
        [met("Omar Haddad", trigger="visit", kind="visit", status="proposed", place=["Lima"])],
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_visit_is_read(source, form):
    text, wanted = FORMS[form]
    assert meetings(source, text) == wanted
