"""Names of the register found by name, part, initials and spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.nlp.name_index import NameIndex, Way, title_words

REGISTER = [
    "Seyed Ali Khamenei",
    "Nikolai Patrushev",
    "Yury Ushakov",
    "Daniyar Abenov",
    "Timur Abenov",
    "Shanghai Cooperation Organization",
    "Oman",
    "Iran",
    "Iraq",
    "Salim al-Harthi",
    "Wang Yi",
    "Abdulrahman Saleh",
    "John Smith (senator)",
    "Union of Ports",
]


@pytest.fixture(scope="module")
def index():
    made = NameIndex(title_words())
    for number, name in enumerate(REGISTER):
        made.put(number, name, ["Ports Union"] if name == "Union of Ports" else ())
    return made


def found(index, words, **options):
    return [(REGISTER[one.entity], one.way) for one in index.search(words, **options)]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("Seyyed Ali Khamenei", "Seyed Ali Khamenei"),
        ("Nikolay Patrushev", "Nikolai Patrushev"),
        ("Yurt Ushakov", "Yury Ushakov"),
        ("Yurt", "Yury Ushakov"),
        ("D. Abenov", "Daniyar Abenov"),
        ("Daniar Abenow", "Daniyar Abenov"),
        ("Abdul Rahman Saleh", "Abdulrahman Saleh"),
        ("Salim Harthi", "Salim al-Harthi"),
        ("Abenov Timur", "Timur Abenov"),
    ],
)
def test_other_spellings_find_the_name(index, words, name):
    assert found(index, words)[0] == (name, Way.SPELLING)


VARIANTS = """
Sayyid Ali Khamenei = Seyed Ali Khamenei
Kiev = Kyiv
Kharkov = Kharkiv
Muammar Gaddafi = Moammar Qadhafi
Muammar Gaddafi = Muammar al-Qaddafi
Mohamed Morsi = Muhammad Mursi
Hussein Amir-Abdollahian = Hossein Amirabdollahian
Abdel Fattah el-Sisi = Abdul Fattah al-Sisi
Alexei Navalny = Aleksey Navalnyy
Yevgeny Prigozhin = Evgeny Prigozhin
Osama bin Laden = Usama bin Ladin
Hezbollah = Hizbullah
Xi Jinping = Xi Jin-ping
Deir ez-Zor = Deir al-Zour
"""


@pytest.mark.parametrize("line", VARIANTS.strip().splitlines())
def test_other_transliterations_are_offered_in_both_directions(line):
    one, other = line.split(" = ")
    for known, asked in ((one, other), (other, one)):
        made = NameIndex(title_words())
        made.put(1, known)
        assert [item.way for item in made.search(asked)] == [Way.SPELLING]


@pytest.mark.parametrize("line", ["Wang Yi = Wang Yang", "Ali Larijani = Ali Khamenei"])
def test_people_who_share_a_part_of_their_names_are_two(line):
    known, asked = line.split(" = ")
    made = NameIndex(title_words())
    made.put(1, known)
    assert made.search(asked) == []


@pytest.mark.parametrize(
    ("words", "name", "way"),
    [
        ("oman", "Oman", Way.NAME),
        ("Ports Union", "Union of Ports", Way.ALIAS),
        ("SCO", "Shanghai Cooperation Organization", Way.INITIALS),
        ("S.C.O.", "Shanghai Cooperation Organization", Way.INITIALS),
        ("Mr Ushakov", "Yury Ushakov", Way.PART),
        ("Wang", "Wang Yi", Way.PART),
        ("John Smith", "John Smith (senator)", Way.ALIAS),
        ("al-Harthi", "Salim al-Harthi", Way.PART),
    ],
)
def test_names_parts_and_initials(index, words, name, way):
    assert found(index, words)[0] == (name, way)


def test_both_of_one_surname_are_found(index):
    assert {name for name, _ in found(index, "Abenov")} == {"Daniyar Abenov", "Timur Abenov"}


def test_the_adjective_of_a_people_is_no_spelling_of_the_country(index):
    assert found(index, "Omani") == []
    assert ("Iran", Way.SPELLING) not in found(index, "Iranian")


def test_a_name_that_is_there_comes_before_one_that_is_alike(index):
    assert found(index, "Iran") == [("Iran", Way.NAME), ("Iraq", Way.SPELLING)]
    assert found(index, "Iran", fuzzy=False) == [("Iran", Way.NAME)]


def test_small_words_alone_find_nothing(index):
    assert found(index, "al") == []
    assert found(index, "") == []
    assert found(index, "…") == []


def test_what_is_typed_may_be_beginnings(index):
    assert ("Daniyar Abenov", Way.BEGINNING) in found(index, "dan", typed=True)
    assert found(index, "sal h", typed=True) == [("Salim al-Harthi", Way.BEGINNING)]
    assert ("Daniyar Abenov", Way.BEGINNING) not in found(index, "dan")
    assert ("Oman", Way.BEGINNING) in found(index, "o", typed=True)


def test_look_alikes_are_whole_names_not_shared_parts(index):
    made = NameIndex()
    for number, name in enumerate(["D. Abenov", "Daniyar Abenov", "Daniar Abenow", "Abenov"]):
        made.put(number, name)
    assert {one.entity for one in made.alike(1)} == {0, 2}
    assert made.alike(7) == []


def test_what_is_exchanged_or_taken_out_is_found_no_more():
    made = NameIndex()
    made.put(1, "Yury Ushakov", ["Ushakov"])
    made.put(2, "Yuri Ushakov")
    made.put(1, "Ana Ruiz")
    assert [one.entity for one in made.search("Ushakov")] == [2]
    assert [one.entity for one in made.search("Yurii")] == [2]
    made.drop(2)
    made.drop(2)
    assert made.search("Ushakov") == []
    assert made.search("Yurii Ushakov") == []
    assert len(made) == 1


WORDS = st.sampled_from([*REGISTER, "Abenov", "Seyyed", "SCO", "Mr Wang", "Omani", "Smith", "the"])


@given(st.lists(WORDS, min_size=1, max_size=12), WORDS, st.randoms())
def test_the_order_does_not_depend_on_when_an_entity_came(names, words, chance):
    numbered = list(enumerate(names))
    first = NameIndex()
    for number, name in numbered:
        first.put(number, name)
    chance.shuffle(numbered)
    second = NameIndex()
    for number, name in numbered:
        second.put(number, "Somebody else")
        second.put(number, name)
    assert first.search(words) == second.search(words)


@given(st.lists(WORDS, min_size=1, max_size=12), WORDS)
def test_what_is_exact_comes_before_what_is_alike(names, words):
    made = NameIndex()
    for number, name in enumerate(names):
        made.put(number, name)
    ways = [one.way for one in made.search(words)]
    assert ways == sorted(ways)
    exact = [names[one.entity] for one in made.search(words) if one.way == Way.NAME]
    if words in names and made.search(words):
        assert words in exact


@given(st.lists(st.text(max_size=20), max_size=8), st.text(max_size=20), st.booleans())
def test_no_name_and_no_words_break_it(names, words, typed):
    made = NameIndex(title_words())
    for number, name in enumerate(names):
        made.put(number, name, [words])
    made.search(words, typed=typed)
    for number in range(len(names)):
        made.alike(number)
        made.drop(number)
    assert made.search(words) == []
