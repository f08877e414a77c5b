"""Another scheme, or a new version of it: what it changes is said, done in one step, undone."""

import re

import orjson
import pytest

from annotator.domain.annotation import Filler
from annotator.domain.default_scheme import default_scheme
from annotator.domain.renames import Renames
from annotator.domain.scheme_change import Kind, Part
from annotator.domain.scheme_file import read_scheme
from annotator.domain.scheme_words import report
from annotator.errors import (
    AttributeInvalidError,
    SchemeInvalidError,
    SchemeUnfitError,
    SchemeVersionTakenError,
    StaleSchemeError,
    UndoConflictError,
    UnknownLabelError,
)
from annotator.nlp.builtin.source import RuleSource
from annotator.ops import entities, frames, integrity, schemes, status, suggestions, tags
from annotator.ops.sources import settings_for
from annotator.ops.workspace import Workspace
from tests.ops.conftest import Desk, proposal, rows, suggest
from tests.ops.gold_lines import frame, line, rich, span

GPE = Part(Kind.LABEL, "GPE")


def changed(scheme, *replacements, version=2):
    """The scheme with other texts in its file, and without a guideline, as another version."""
    plain = scheme.source.partition("[[guideline]]")[0]
    source = re.sub(r"(?m)^version = \d+$", f"version = {version}", plain, count=1)
    for old, new in replacements:
        assert old in source, old
        source = source.replace(old, new)
    return read_scheme(source, "changed.toml")


def renaming(scheme, version=2):
    """A version that renames one of each kind."""
    return changed(
        scheme,
        ('name = "GPE"\n', 'name = "PLACE"\nformerly = ["GPE"]\n'),
        ('"GPE"', '"PLACE"'),
        ('formerly = ["PLACE"]', 'formerly = ["GPE"]'),
        ('GPE = "PLACE"', 'GPE = "PLACE"'),
        ('name = "Statement"\n', 'name = "Saying"\nformerly = ["Statement"]\n'),
        ('family = "Statement"', 'family = "Saying"'),
        ('frames = ["Statement"]', 'frames = ["Saying"]'),
        ('name = "speaker"\n', 'name = "source"\nformerly = ["speaker"]\n'),
        ('name = "mode"\n', 'name = "how"\nformerly = ["mode"]\n'),
        (
            'values = ["direct", "indirect", "mixed"]\n',
            'values = ["quoted", "indirect", "mixed"]\nformer_values = { direct = "quoted" }\n',
        ),
        ('name = "value"\n', 'name = "iso"\nformerly = ["value"]\n'),
        version=version,
    )


def everything(workspace, *, but=()):
    """All rows of what people see, without what only counts on."""
    found = {}
    for table in ("annotation_set", "span", "frame", "filler", "entity", "suggestion", "decision",
                  "verdict", "comment", "scheme", "look", "rule"):  # fmt: skip
        if table not in but:
            found[table] = rows(workspace, f'SELECT * FROM "{table}" ORDER BY id')
    found["annotation_set"] = rows(
        workspace, "SELECT id, article_id, annotator, scheme_id, status, edited FROM annotation_set"
    )
    found["pointer"] = rows(workspace, "SELECT value FROM workspace WHERE key = 'scheme'")
    return found


@pytest.fixture
def tagged(small, take):
    """A workspace in which two people and gold have tags of all kinds."""
    amy, ben = Desk(small), Desk(small, annotator="ben")
    person, cue = amy.tag("Hilal al-Maskari", "PERSON"), amy.tag("said", "CUE")
    amy.accept("Muscat")
    suggestions.reject(small, amy.target, amy.suggestion("MUSCAT"))
    oman = entities.add(small, "amy", "GPE", "Oman")
    frames.add(
        small, amy.target, "Statement",
        (Filler("speaker", person.id), Filler("cue", cue.id), Filler("speaker", entity=oman)),
        {"mode": "direct"},
    )  # fmt: skip
    frames.set_implied(small, amy.target, amy.shown.frames[0], "addressee", implied=True)
    amy.accept("Monday", "DATE")
    ben.tag("Muscat", "GPE")
    status.complete(small, ben.target, "done")
    tag = span("s1", "Muscat", "GPE")
    report = take(
        small,
        line(
            annotator="gold",
            status="complete",
            spans=[tag],
            frames=[frame("f1", "Statement", {}, implied=["speaker"], attributes={"mode": "mixed"})],
            verdicts=[
                {"verdict": "neither", "by": "amy", "at": "2026-11-22T10:00:00Z", "reason": "",
                 "of": {"amy": {**tag, "id": "s9"}, "ben": None}},
            ],
        ),
        line(
            annotator="suggestions:other",
            status="new",
            spans=[],
            frames=[frame("f1", "Statement", {"speaker": []}, attributes={"mode": "direct"})],
        ),
    )  # fmt: skip
    assert not report.refused
    return small


def names(workspace):
    """Every name of the scheme that stands in tags, suggestions and the register."""
    found = set()
    for statement in (
        "SELECT label FROM span", "SELECT type FROM frame", "SELECT role FROM filler",
        "SELECT type FROM entity", "SELECT label FROM suggestion", "SELECT label FROM decision",
    ):  # fmt: skip
        found |= {name for (name,) in rows(workspace, statement)}
    texts = []
    for statement in (
        "SELECT attributes FROM span", "SELECT attributes FROM frame", "SELECT implied FROM frame",
        "SELECT attributes FROM suggestion", "SELECT body FROM suggestion", "SELECT body FROM verdict",
    ):  # fmt: skip
        texts += [text for (text,) in rows(workspace, statement) if text]
    return found, " ".join(texts)


OLD = {"GPE", "Statement", "speaker"}


# --- what it would do --------------------------------------------------------------------------


def test_a_plan_counts_what_is_renamed_and_whose_it_is(tagged):
    plan = schemes.plan(tagged, renaming(tagged.scheme))
    assert plan.uses[GPE].tags == 3
    assert plan.uses[GPE].articles == 1
    assert plan.uses[GPE].annotators == ("amy", "ben", "gold")
    assert plan.uses[GPE].words == "3 tags in 1 article · 3 annotators"
    assert plan.uses[Part(Kind.FRAME, "Statement")].annotators == ("amy", "gold")
    assert plan.uses[Part(Kind.ROLE, "speaker", ("Statement",))].tags == 3
    assert plan.uses[Part(Kind.VALUE, "direct", ("Statement", "mode"))].tags == 1
    assert plan.uses[Part(Kind.ATTRIBUTE, "value", ("DATE",))].tags == 1
    assert (plan.obstacles, plan.entities) == ((), 1)
    assert plan.suggestions >= 4
    assert plan.decisions >= 2
    assert report(plan)[0].what == "label GPE becomes PLACE"


def test_a_plan_writes_nothing(tagged):
    before = everything(tagged)
    schemes.plan(tagged, renaming(tagged.scheme))
    assert everything(tagged) == before
    assert tagged.scheme.version == 1


def test_what_is_left_out_and_not_in_use_only_goes(small):
    without = changed(small.scheme, ('name = "FAC"\n', 'name = "HOUSE"\n'), ('"FAC"', '"HOUSE"'))
    plan = schemes.plan(small, without)
    assert plan.obstacles == ()
    assert [(line.mark, line.what) for line in report(plan)] == [
        ("new", "label HOUSE"),
        ("gone", "label FAC"),
        ("changed", "role place of Meeting"),
        ("changed", "labels of spaCy's pipelines"),
        ("changed", "entries of the guideline"),
    ]


def test_what_is_left_out_and_in_use_is_refused_with_counts_and_the_remedy(tagged):
    without = changed(tagged.scheme, ('name = "GPE"\n', 'name = "STATE"\n'), ('"GPE"', '"STATE"'))
    problems = [(one.problem, one.remedy) for one in schemes.plan(tagged, without).obstacles]
    assert problems[0] == (
        "The label GPE is in use and the scheme leaves it out: 3 tags in 1 article · 3 annotators.",
        'Change those tags first, or say in the file what it is now: formerly = ["GPE"].',
    )
    assert problems[1][0] == "1 entity is a GPE, a label that the scheme leaves out."
    before = everything(tagged)
    with pytest.raises(
        SchemeUnfitError, match=r"The label GPE is in use .* formerly = \[\"GPE\"\]"
    ):
        schemes.use(tagged, without, "amy")
    assert everything(tagged) == before
    assert tagged.scheme.version == 1


@pytest.mark.parametrize(
    ("replacement", "problem"),
    [
        (('name = "speaker"', 'name = "teller"'), "The role speaker of Statement is in use"),
        (('name = "mode"', 'name = "manner"'), "The attribute mode of Statement is in use"),
        (('["direct", "indirect", "mixed"]', '["straight", "indirect", "mixed"]'),
         "The mode direct of Statement is in use"),
        (('name = "value"', 'name = "day"'), "The attribute value of DATE is in use"),
    ],
)  # fmt: skip
def test_every_kind_of_name_in_use_is_missed(tagged, replacement, problem):
    (only,) = schemes.plan(tagged, changed(tagged.scheme, replacement)).obstacles
    assert only.problem.startswith(problem)


def test_a_version_that_is_here_with_another_text_is_refused_with_a_free_number(small):
    other = changed(small.scheme, ('chip = "PER"', 'chip = "P"'), version=1)
    with pytest.raises(SchemeVersionTakenError, match="Give the changed scheme the version 2"):
        schemes.plan(small, other)


def test_the_scheme_in_force_again_changes_nothing_also_with_other_comments(small):
    again = read_scheme("# mine\n" + small.scheme.source)
    assert schemes.use(small, again, "amy").same
    assert small.undo_step("amy") is None


# --- using it ----------------------------------------------------------------------------------


def test_everything_is_renamed_in_one_step_and_undo_and_redo_turn_it_whole(tagged):
    before, step = everything(tagged), tagged.undo_step("amy")
    schemes.use(tagged, renaming(tagged.scheme), "amy")
    found, texts = names(tagged)
    assert not OLD & found
    assert {"PLACE", "Saying", "source"} <= found
    assert '"how":"quoted"' in texts
    assert '"iso":"2016-03-14"' in texts
    assert not any(f'"{old}"' in texts for old in ("GPE", "mode", "direct", "value", "speaker"))
    assert tagged.scheme.version == 2
    assert {key for (key,) in rows(tagged, "SELECT scheme_id FROM annotation_set")} == {
        tagged._scheme_id
    }
    assert integrity.check(tagged).damage == ()
    after = everything(tagged)
    assert tagged.undo_step("amy").name == "Use the scheme diplomatic-news 2"
    tagged.undo("amy")
    assert everything(tagged) == before
    assert (tagged.scheme.version, tagged.undo_step("amy")) == (1, step)
    tagged.redo("amy")
    assert everything(tagged) == after
    assert tagged.scheme.version == 2
    tagged.undo("amy")
    assert everything(tagged) == before


def test_pending_suggestions_match_the_new_names(tagged):
    waiting = Desk(tagged).pending
    schemes.use(tagged, renaming(tagged.scheme), "amy")
    renamed = [(words, "PLACE" if label == "GPE" else label) for words, label in waiting]
    assert Desk(tagged).pending == renamed
    Desk(tagged, "riga").accept("Riga")
    assert Desk(tagged, "riga").tags == [("Riga", "PLACE")]


def test_what_rules_propose_from_then_on_has_the_new_names(tagged):
    schemes.use(tagged, renaming(tagged.scheme), "amy")
    desk = Desk(tagged)
    found = [proposal("Oman", "GPE"), proposal("wants", "NOTHING"),
             proposal("Monday", "DATE", attributes={"value": "2016-03-15", "more": "x"})]  # fmt: skip
    suggest(tagged, "fresh/1", desk.article, found)
    kept = rows(
        tagged,
        "SELECT label, s.attributes FROM suggestion s JOIN look l ON l.id = s.look_id "
        "JOIN source o ON o.id = l.source_id WHERE o.name = 'fresh' ORDER BY s.start",
    )
    assert kept == [("DATE", '{"iso":"2016-03-15"}'), ("PLACE", None)]


def test_sets_get_a_new_revision_where_something_is_renamed_and_keep_theirs_where_nothing_is(
    tagged,
):
    revisions = "SELECT id, revision, scheme_id FROM annotation_set ORDER BY id"
    before = rows(tagged, revisions)
    schemes.add_value(tagged, "amy", "Stance", "topic", "fisheries")
    assert rows(tagged, revisions) == before
    schemes.use(tagged, renaming(tagged.scheme, version=3), "amy")
    assert [row[1] for row in rows(tagged, revisions)] == [row[1] + 1 for row in before]


def test_a_set_follows_the_scheme_in_force_when_it_is_edited(tagged):
    schemes.add_value(tagged, "amy", "Stance", "topic", "fisheries")
    Desk(tagged).tag("MUSCAT", "GPE")
    found = rows(tagged, "SELECT annotator, h.version FROM annotation_set t "
                         "JOIN scheme h ON h.id = t.scheme_id ORDER BY annotator")  # fmt: skip
    assert found == [("amy", 2), ("ben", 1), ("gold", 1)]


def test_suggestions_of_a_label_that_goes_are_offered_to_nobody_until_undo(small):
    desk = Desk(small)
    assert ("Monday", "EVENT") in desk.pending
    without = changed(
        small.scheme, ('name = "EVENT"\n', 'name = "AFFAIR"\n'), ('"EVENT"', '"AFFAIR"')
    )
    assert schemes.use(small, without, "amy").retired == 1
    assert ("Monday", "EVENT") not in desk.pending
    small.undo("amy")
    assert ("Monday", "EVENT") in desk.pending


def test_two_labels_become_one_and_undo_tells_them_apart_again(tagged):
    desk = Desk(tagged)
    desk.tag("Oman", "LOC")
    before = everything(tagged)
    merged = changed(
        tagged.scheme,
        ('name = "GPE"\n', 'name = "PLACE"\nformerly = ["GPE", "LOC"]\n'),
        ('[[labels]]\nname = "LOC"\nchip = "LOC"\nkey = "4"\n', '[[labels]]\nname = "X"\n'),
        ('"GPE", "LOC", "FAC"', '"PLACE", "FAC"'),
        ('["PERSON", "ORG", "GPE"', '["PERSON", "ORG", "PLACE"'),
        ('new_label = "GPE"', 'new_label = "PLACE"'),
        ('GPE = "GPE"\nLOC = "LOC"', 'GPE = "PLACE"'),
    )
    schemes.use(tagged, merged, "amy")
    assert ("Oman", "PLACE") in desk.tags
    tagged.undo("amy")
    assert everything(tagged) == before


def test_labels_on_the_same_words_and_entities_of_one_name_cannot_become_one(tagged):
    Desk(tagged).tag("Muscat", "LOC")
    entities.add(tagged, "amy", "LOC", "Oman")
    merged = changed(tagged.scheme, ('name = "LOC"\n', 'name = "Q"\n'), ('"LOC"', '"Q"'))
    source = merged.source.replace('name = "GPE"\n', 'name = "GPE"\nformerly = ["LOC"]\n')
    plan = schemes.plan(tagged, read_scheme(source))
    assert [one.problem for one in plan.obstacles] == [
        "1 place tagged both GPE and LOC would be one.",
        "1 name of entities of GPE and LOC would be one.",
    ]


# --- other people, other windows ---------------------------------------------------------------


@pytest.fixture
def other(tagged):
    """A second window on the same workspace."""
    opened = Workspace.open(str(tagged.path))
    yield opened
    opened.close()


def test_a_window_with_the_old_scheme_is_refused_once_and_knows_the_new_one_then(tagged, other):
    schemes.use(tagged, renaming(tagged.scheme), "amy")
    ben = Desk(other, "riga", "ben")
    with pytest.raises(StaleSchemeError, match="diplomatic-news 2 is in force"):
        tags.add(other, ben.target, ben.at("Riga"), "GPE")
    assert other.scheme.version == 2
    with pytest.raises(UnknownLabelError):
        tags.add(other, ben.target, ben.at("Riga"), "GPE")
    ben.tag("Riga", "PLACE")
    assert names(tagged)[0].isdisjoint(OLD)


def test_undo_is_refused_by_name_where_somebody_uses_what_would_be_lost(tagged, other):
    schemes.use(tagged, renaming(tagged.scheme), "amy")
    with other.read() as connection:
        other.read_scheme(connection)
    Desk(other, "riga", "ben").tag("Riga", "PLACE")
    before = everything(tagged)
    with pytest.raises(UndoConflictError, match="ben has changed this since"):
        tagged.undo("amy")
    assert everything(tagged) == before
    Desk(other, "riga", "ben").undo()
    tagged.undo("amy")
    assert tagged.scheme.version == 1


def test_a_topic_that_somebody_uses_stays(tagged, other):
    schemes.add_value(tagged, "amy", "Stance", "topic", "fisheries")
    with other.read() as connection:
        other.read_scheme(connection)
    ben = Desk(other, "riga", "ben")
    frames.add(other, ben.target, "Stance", (), {"topic": "fisheries"})
    with pytest.raises(UndoConflictError, match="ben has changed this since"):
        tagged.undo("amy")
    ben.undo()
    tagged.undo("amy")
    assert tagged.scheme.version == 1


def test_what_colleagues_did_without_the_new_names_does_not_hold_undo_up(tagged, other):
    schemes.add_value(tagged, "amy", "Stance", "topic", "fisheries")
    with other.read() as connection:
        other.read_scheme(connection)
    Desk(other, "riga", "ben").tag("Riga", "GPE")
    tagged.undo("amy")
    assert Desk(tagged, "riga", "ben").tags == [("Riga", "GPE")]
    assert rows(tagged, "SELECT DISTINCT scheme_id FROM annotation_set") == [(1,)]


def test_redo_is_refused_by_name_where_somebody_tagged_under_the_old_names(tagged, other):
    schemes.use(tagged, renaming(tagged.scheme), "amy")
    tagged.undo("amy")
    Desk(other, "riga", "ben").tag("Riga", "GPE")
    with pytest.raises(UndoConflictError, match="ben has changed this since"):
        tagged.redo("amy")
    assert tagged.scheme.version == 1


def test_undo_names_who_has_put_a_third_version_in_force(tagged, other):
    schemes.use(tagged, renaming(tagged.scheme), "amy")
    with other.read() as connection:
        other.read_scheme(connection)
    schemes.use(other, schemes.next_version(other, lambda _document: None), "ben")
    with pytest.raises(UndoConflictError, match="ben has changed this since"):
        tagged.undo("amy")
    other.undo("ben")
    tagged.undo("amy")
    assert names(tagged)[0] >= OLD


def test_suggestions_made_since_follow_undo_and_redo(tagged):
    desk = Desk(tagged)
    schemes.use(tagged, renaming(tagged.scheme), "amy")
    suggest(tagged, "fresh/1", desk.article, [proposal("Oman", "GPE")])
    tagged.undo("amy")
    assert ("Oman", "GPE") in desk.pending
    suggest(tagged, "later/1", desk.article, [proposal("ships", "GPE")])
    tagged.redo("amy")
    assert {("Oman", "PLACE"), ("ships", "PLACE")} <= set(desk.pending)


# --- steps of before, undone after -------------------------------------------------------------


def test_a_colleagues_older_steps_are_taken_back_and_brought_back_in_the_names_of_now(small):
    ben = Desk(small, annotator="ben")
    ben.tag("Muscat", "GPE")
    tags.relabel(small, ben.target, ben.span("Muscat"), "LOC")
    ben.undo()
    made = frames.add(small, ben.target, "Statement", (), {"mode": "direct"})
    person = ben.tag("Hilal al-Maskari", "PERSON")
    frames.fill(small, ben.target, ben.shown.frames[0], Filler("speaker", person.id))
    frames.delete(small, ben.target, ben.shown.frames)
    assert made
    schemes.use(small, renaming(small.scheme), "amy")
    ben.undo()
    (frame_back,) = ben.shown.frames
    assert (frame_back.type, dict(frame_back.attributes)["how"]) == ("Saying", "quoted")
    assert [filler.role for filler in frame_back.fillers] == ["source"]
    for _ in range(4):
        ben.undo()
    assert ben.shown.spans == ()
    for _ in range(5):
        ben.redo()
    assert ben.tags == [("Muscat", "PLACE"), ("Hilal al-Maskari", "PERSON")]
    assert integrity.check(small).damage == ()


def test_an_import_undone_before_comes_back_in_the_names_of_now(small, take):
    take(small, rich(), author="ben")
    small.undo("ben")
    schemes.use(small, renaming(small.scheme), "amy")
    small.redo("ben")
    found, texts = names(small)
    assert not OLD & found
    assert '"iso":"2016-03-14"' in texts
    assert integrity.check(small).damage == ()
    small.undo("ben")
    small.undo("amy")
    small.redo("ben")
    assert "GPE" in names(small)[0]
    assert integrity.check(small).damage == ()


def test_a_step_that_would_bring_back_an_unknown_name_is_refused(small):
    ben = Desk(small, annotator="ben")
    ben.tag("Oman", "FAC")
    ben.undo()
    schemes.use(
        small, changed(small.scheme, ('name = "FAC"\n', 'name = "H"\n'), ('"FAC"', '"H"')), "amy"
    )
    with pytest.raises(UndoConflictError, match="amy has changed this since"):
        ben.redo()
    small.undo("amy")
    ben.redo()
    assert ben.tags == [("Oman", "FAC")]


def test_a_set_made_under_a_version_that_undo_took_away_can_come_back(small):
    schemes.add_value(small, "amy", "Stance", "topic", "fisheries")
    ben = Desk(small, annotator="ben")
    ben.tag("Oman", "GPE")
    ben.undo()
    small.undo("amy")
    ben.redo()
    assert ben.tags == [("Oman", "GPE")]


# --- lines of earlier versions -----------------------------------------------------------------


def test_lines_of_an_earlier_version_come_in_under_the_names_of_now_and_that_is_said(small, take):
    schemes.use(small, renaming(small.scheme), "amy")
    report = take(small, rich())
    assert report.refused == ()
    said = [item.problem for item in report.warnings if "earlier version" in item.problem]
    (words,) = said
    assert words.startswith("1 line of an earlier version of the scheme: ")
    assert "GPE is PLACE now" in words
    assert "value is iso now" in words
    assert integrity.check(small).damage == ()
    assert take(small, rich()).sets_known == 1


def test_a_line_of_no_or_another_scheme_is_refused_with_the_name_of_now(small, take):
    schemes.use(small, renaming(small.scheme), "amy")
    tag = span("s1", "Muscat", "GPE")
    for scheme in ({"name": "diplomatic-news", "version": 2}, {"name": "mine", "version": 1}):
        (refused,) = take(small, line(spans=[tag], scheme=scheme)).refused
        assert refused.problem == (
            "span s1: the scheme diplomatic-news 2 has no label “GPE”. It is called PLACE now."
        )


def test_an_export_after_renaming_comes_into_an_empty_workspace_of_the_new_version(
    tagged, out, empty, take, tmp_path
):
    schemes.use(tagged, renaming(tagged.scheme), "amy")
    first = out(tagged)
    assert orjson.loads(first)["scheme"] == {"name": "diplomatic-news", "version": 2}
    schemes.use(empty, renaming(empty.scheme), "amy")
    assert take(empty, *map(orjson.loads, first.splitlines())).refused == ()
    assert out(empty) == first


# --- codebooks ---------------------------------------------------------------------------------


def test_a_value_is_added_to_a_codebook_as_the_next_version_with_comments_kept(small):
    change = schemes.add_value(small, "amy", "Stance", "topic", "fisheries")
    assert [part.words for part in change.difference.new] == ["topic fisheries of Stance"]
    topic = small.scheme.frame_type_by_name["Stance"].attributes[-1]
    assert (small.scheme.version, topic.values[-1]) == (2, "fisheries")
    assert small.scheme.source.startswith("# The default scheme.")
    assert small.undo_step("amy").name == "Add the topic fisheries"
    small.undo("amy")
    schemes.add_value(small, "amy", "Stance", "topic", "ports")
    assert small.scheme.version == 2


def test_only_what_the_scheme_marks_as_a_codebook_takes_values(small):
    assert [(one.owner, one.attribute.name) for one in schemes.codebooks(small.scheme)] == [
        ("Stance", "topic")
    ]
    for attribute, value in (("polarity", "unclear"), ("topic", "other")):
        with pytest.raises(AttributeInvalidError):
            schemes.add_value(small, "amy", "Stance", attribute, value)
    for value in ("", " x", "two\nlines", "x" * 101):
        with pytest.raises(SchemeInvalidError):
            schemes.add_value(small, "amy", "Stance", "topic", value)
    assert small.scheme.version == 1


def test_editing_the_codebook_changes_what_sources_are_told(small):
    assert settings_for(small).topics["other"] == ()
    source = small.scheme.source.replace("version = 1", "version = 2", 1)
    edited = read_scheme(
        source.replace('sco-brics-membership = ["SCO"', 'sco-brics-membership = ["quay"')
    )
    schemes.use(small, edited, "amy")
    assert settings_for(small).topics["sco-brics-membership"][0] == "quay"
    schemes.add_value(small, "amy", "Stance", "topic", "fisheries")
    assert settings_for(small).topics["fisheries"] == ()
    assert RuleSource(topics=settings_for(small).topics).topics.other == "other"


# --- files -------------------------------------------------------------------------------------


def test_an_exported_scheme_is_the_text_that_came_in(small, tmp_path):
    schemes.export(small, tmp_path / "out.toml")
    assert (tmp_path / "out.toml").read_bytes() == default_scheme().source.encode()
    assert schemes.use(small, schemes.read_file(tmp_path / "out.toml"), "amy").same


def test_a_file_that_is_not_utf8_is_refused_by_line(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_bytes(b'name = "n"\nversion = 1\n# caf\xe9\n')
    with pytest.raises(SchemeInvalidError, match=r"mine.toml .* line 3, .*UTF-8"):
        schemes.read_file(path)


def test_renames_keep_their_plain_form(tagged):
    renames = Renames.between(tagged.scheme, renaming(tagged.scheme))
    kept = orjson.loads(orjson.dumps(renames.to_json()))
    assert Renames.from_json(kept) == renames
    assert renames.inverse.inverse == renames
