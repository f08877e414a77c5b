"""Which entity of the register other spellings of its name are taken for, unasked."""

import pytest

from annotator.domain.default_scheme import default_scheme
from annotator.ops import entities, linking
from annotator.ops.linking import Asked
from annotator.ops.workspace import Workspace
from annotator.store.database import Database

REGISTER = [
    ("PERSON", "Seyed Ali Khamenei"),
    ("PERSON", "Mohammed bin Salman"),
    ("PERSON", "Sergei Lavrov"),
    ("PERSON", "Muammar Gadhafi"),
    ("PERSON", "Volodymyr Zelensky"),
    ("PERSON", "Recep Tayyip Erdoğan"),
    ("PERSON", "Ali Rahimi"),
    ("GPE", "Kyiv"),
    ("GPE", "Iran"),
    ("GPE", "Australia"),
    ("GPE", "Niger"),
    ("GPE", "Kenya"),
]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory):
    path = tmp_path_factory.mktemp("spellings") / "spellings.annotator"
    made = Workspace(Database.create(str(path), default_scheme()))
    for kind, name in REGISTER:
        entities.add(made, "system", kind, name)
    yield made
    made.close()


def proposed(workspace, words, label):
    found = linking.best(linking.candidates(workspace, Asked(words, label)))
    return None if found is None else found.entity.name


@pytest.mark.parametrize(
    ("words", "label", "name"),
    [
        ("Seyyed Ali Khamenei", "PERSON", "Seyed Ali Khamenei"),
        ("Muhammad bin Salman", "PERSON", "Mohammed bin Salman"),
        ("Mohamed bin Salman", "PERSON", "Mohammed bin Salman"),
        ("Sergey Lawrow", "PERSON", "Sergei Lavrov"),
        ("Lawrow", "PERSON", "Sergei Lavrov"),
        ("Moammar Qaddafi", "PERSON", "Muammar Gadhafi"),
        ("Kadhafi", "PERSON", "Muammar Gadhafi"),
        ("Zelenskiy", "PERSON", "Volodymyr Zelensky"),
        ("Volodymyr Zelenskyy", "PERSON", "Volodymyr Zelensky"),
        ("Recep Tayyip Erdogan", "PERSON", "Recep Tayyip Erdoğan"),
        ("Erdogan", "PERSON", "Recep Tayyip Erdoğan"),
        ("Kiev", "GPE", "Kyiv"),
    ],
)
def test_another_spelling_is_proposed_as_the_same_entity(workspace, words, label, name):
    assert proposed(workspace, words, label) == name


@pytest.mark.parametrize(
    ("words", "label"),
    [("Iraq", "GPE"), ("Austria", "GPE"), ("Nigeria", "GPE"), ("Guinea", "GPE"),
     ("Alia Rahimi", "PERSON"), ("Alia", "PERSON"), ("Sergei Ivanov", "PERSON")],
)  # fmt: skip
def test_another_name_is_not_taken_for_one_that_looks_like_it(workspace, words, label):
    assert proposed(workspace, words, label) is None
