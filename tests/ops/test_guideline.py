"""Cases that are added to the guideline: each makes a version of the scheme, and comes back."""

import orjson
import pytest

from annotator.domain.entry import Example, ExampleMark
from annotator.domain.extent import Extent
from annotator.domain.guideline import Guideline, label_subject, role_subject
from annotator.domain.scheme_file import read_scheme
from annotator.errors import CaseRefusedError, SchemeInvalidError
from annotator.ops import guideline
from annotator.ops.workspace import Workspace

GPE = label_subject("GPE")
CASE = Example("Oman would wait.", (ExampleMark(Extent(0, 4), "GPE"),), "A country that acts.")


def cases(workspace, subject=GPE):
    entry = Guideline(workspace.scheme).entry(subject)
    return [(case.why, case.since) for case in (*entry.do, *entry.dont) if case.since]


def test_a_case_is_an_example_of_the_next_version(small):
    assert guideline.add_case(small, GPE, CASE, "amy") == 2
    assert (small.scheme.name, small.scheme.version) == ("diplomatic-news", 2)
    assert cases(small) == [("A country that acts.", 2)]
    assert small.undo_step("amy").name == "Add a case to the guideline"


def test_a_case_is_there_after_a_restart(small):
    guideline.add_case(small, GPE, CASE, "amy", dont=True)
    again = Workspace.open(str(small.path))
    assert Guideline(again.scheme).entry(GPE).dont[-1].text == "Oman would wait."
    again.close()


def test_undo_takes_the_case_back_and_redo_brings_it_again(small):
    guideline.add_case(small, GPE, CASE, "amy")
    small.undo("amy")
    assert small.scheme.version == 1
    assert cases(small) == []
    small.redo("amy")
    assert small.scheme.version == 2
    assert cases(small) == [("A country that acts.", 2)]


def test_cases_of_two_people_follow_one_another(small):
    guideline.add_case(small, GPE, CASE, "amy")
    assert guideline.add_case(small, GPE, CASE, "ben") == 3
    assert [since for _, since in cases(small)] == [2, 3]


def test_tags_stay_as_they_are(amy, out):
    amy.tag("Oman")
    before = orjson.loads(out(amy.workspace))
    guideline.add_case(amy.workspace, GPE, CASE, "amy")
    assert orjson.loads(out(amy.workspace)) == before


def test_marks_that_the_entry_cannot_show_are_refused_and_nothing_is_written(small):
    case = Example("Oman.", (ExampleMark(Extent(0, 4), "speaker"),), "Why.")
    with pytest.raises(SchemeInvalidError):
        guideline.add_case(small, GPE, case, "amy")
    assert small.scheme.version == 1
    assert small.undo_step("amy") is None
    guideline.add_case(small, role_subject("Statement", "speaker"), case, "amy")
    assert small.scheme.version == 2


HIDDEN = 'guideline = [{ of = "GPE", hard = ["""\nversion = 1\n"""] }]\n'


@pytest.mark.parametrize("before", ["", HIDDEN])
def test_a_scheme_whose_version_is_not_written_plainly_says_so(small, before):
    source = before + 'name = "diplomatic-news"\n"version" = 1\n[[labels]]\nname = "GPE"\n'
    small.scheme = read_scheme(source)
    with pytest.raises(CaseRefusedError):
        guideline.add_case(small, GPE, CASE, "amy")
