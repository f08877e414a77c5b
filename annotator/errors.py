"""The one exception family of the program.

Every error a user can cause or repair derives from :class:`AnnotatorError`. Each situation is a
class of its own, with two sentences: what happened, and what to do next. Everything else
(``TypeError``, ``AssertionError`` ...) is a bug and must reach the crash dialog.
"""

from typing import ClassVar

from typing_extensions import override

from annotator.i18n import QT_TRANSLATE_NOOP


class AnnotatorError(Exception):
    """Base of all expected errors.

    Args:
        **values: What fills the braces of ``problem`` and ``remedy``.
    """

    problem: ClassVar[str]
    remedy: ClassVar[str]

    def __init__(self, **values: object) -> None:
        super().__init__(values)
        self.values = values

    @property
    def problem_text(self) -> str:
        """What happened, in English, filled in."""
        return self.problem.format(**self.values)

    @property
    def remedy_text(self) -> str:
        """What to do now, in English, filled in."""
        return self.remedy.format(**self.values)

    @override
    def __str__(self) -> str:
        return f"{self.problem_text} {self.remedy_text}".strip()


# --- text and spans -------------------------------------------------------------------------


class EmptySpanError(AnnotatorError):
    """A span covers no text."""

    problem = QT_TRANSLATE_NOOP("Error", "A span from {start} to {end} covers no text.")
    remedy = QT_TRANSLATE_NOOP("Error", "Select at least one character.")


class SpanBeyondTextError(AnnotatorError):
    """A span ends after its text: most likely it belongs to another article."""

    problem = QT_TRANSLATE_NOOP("Error", "A span ends at {end}, the text at {length}.")
    remedy = QT_TRANSLATE_NOOP("Error", "Check that the article is the one that was annotated.")


class ForbiddenCharacterError(AnnotatorError):
    """A text holds U+0000 or half of a surrogate pair, which no database can keep."""

    problem = QT_TRANSLATE_NOOP("Error", "Character {offset} is {name}, which no text may hold.")
    remedy = QT_TRANSLATE_NOOP("Error", "Remove the character and import the file again.")


# --- files in and out -----------------------------------------------------------------------


class FileMissingError(AnnotatorError):
    """A file or folder is not there (any more)."""

    problem = QT_TRANSLATE_NOOP("Error", "{path} is not there.")
    remedy = QT_TRANSLATE_NOOP("Error", "Check the name, or plug the drive in that holds it.")


class FileUnreadableError(AnnotatorError):
    """The system does not let the program read a file."""

    problem = QT_TRANSLATE_NOOP("Error", "{path} cannot be read: {reason}.")
    remedy = QT_TRANSLATE_NOOP("Error", "Check its permissions, then try again.")


class FileUnwritableError(AnnotatorError):
    """The system does not let the program write a file: read-only folder, full disk."""

    problem = QT_TRANSLATE_NOOP("Error", "{path} cannot be written: {reason}.")
    remedy = QT_TRANSLATE_NOOP("Error", "Free some space or choose another folder, then try again.")


class ForeignFileError(AnnotatorError):
    """A file that no export has made, or that was changed since, has the name of a new one."""

    problem = QT_TRANSLATE_NOOP(
        "Error", "{path} is there already, and it is not as an export wrote it."
    )
    remedy = QT_TRANSLATE_NOOP("Error", "Choose another folder, or move the file away.")


class RefusedInputError(AnnotatorError):
    """One file or line of an import is refused; the others go on."""

    problem = QT_TRANSLATE_NOOP("Error", "{problem}")
    remedy = QT_TRANSLATE_NOOP("Error", "{remedy}")


class SchemeInvalidError(AnnotatorError):
    """An annotation scheme breaks a rule."""

    problem = QT_TRANSLATE_NOOP(
        "Error", "The scheme {name} is not valid in line {line}, {key}: {reason}."
    )
    remedy = QT_TRANSLATE_NOOP("Error", "Correct the scheme file and read it again.")


class SchemeKeyTakenError(SchemeInvalidError):
    """A key of a scheme would do two things."""

    problem = QT_TRANSLATE_NOOP(
        "Error", "The scheme {name} is not valid in line {line}, {key}: {letter} is {holder}."
    )
    remedy = QT_TRANSLATE_NOOP("Error", "{free}.")


class SchemeVersionTakenError(AnnotatorError):
    """A workspace has a version of a scheme already, with another text."""

    problem = QT_TRANSLATE_NOOP(
        "Error", "Version {version} of {name} is in this workspace, and says something else."
    )
    remedy = QT_TRANSLATE_NOOP("Error", "Give the changed scheme the version {free}.")


class OtherSchemeError(AnnotatorError):
    """A workspace that is there already has another scheme than the one that was named."""

    problem = QT_TRANSLATE_NOOP("Error", "The workspace has another scheme: {name} {version}.")
    remedy = QT_TRANSLATE_NOOP("Error", "Run: annotator scheme {path} --use FILE")


class SchemeUnfitError(AnnotatorError):
    """A scheme does not know names that tags of the workspace have."""

    problem = QT_TRANSLATE_NOOP("Error", "The scheme {name} {version} does not fit: {reason}.")
    remedy = QT_TRANSLATE_NOOP("Error", "{remedy}.")


class ExampleInvalidError(AnnotatorError):
    """The marks in an example of the guideline cannot be read."""

    problem = QT_TRANSLATE_NOOP("Error", "The example “{words}” cannot be read: {reason}.")
    remedy = QT_TRANSLATE_NOOP("Error", "Write marks like this: [PERSON:Ana Ruiz] said so.")


class CaseRefusedError(AnnotatorError):
    """A case cannot be added to the guideline of a scheme."""

    problem = QT_TRANSLATE_NOOP("Error", "The case cannot be kept: {reason}.")
    remedy = QT_TRANSLATE_NOOP("Error", "Write it into the scheme file and read that.")


# --- workspaces -----------------------------------------------------------------------------


class NoWorkspaceError(AnnotatorError):
    """There is no workspace where one was named."""

    problem = QT_TRANSLATE_NOOP("Error", "There is no workspace at {path}.")
    remedy = QT_TRANSLATE_NOOP(
        "Error", "Check the name, or make it: annotator import {path} FOLDER"
    )


class NotAWorkspaceError(AnnotatorError):
    """A file is no workspace."""

    problem = QT_TRANSLATE_NOOP("Error", "{path} is not a workspace of this program.")
    remedy = QT_TRANSLATE_NOOP("Error", "Open a file that ends in .annotator, or import this one.")


class WorkspaceDamagedError(AnnotatorError):
    """The database file is damaged."""

    problem = QT_TRANSLATE_NOOP("Error", "The workspace {path} is damaged: {reason}.")
    remedy = QT_TRANSLATE_NOOP(
        "Error", "Nothing was changed. Open the newest file of its .backups folder."
    )


class WorkspaceLockedError(AnnotatorError):
    """Another program holds the database for writing."""

    problem = QT_TRANSLATE_NOOP("Error", "Another program is writing to the workspace.")
    remedy = QT_TRANSLATE_NOOP("Error", "Nothing is lost. Try again in a moment.")


class WorkspaceReadOnlyError(AnnotatorError):
    """The database or its folder cannot be written."""

    problem = QT_TRANSLATE_NOOP("Error", "The workspace {path} cannot be written.")
    remedy = QT_TRANSLATE_NOOP(
        "Error", "Check the permissions of the file and its folder, or copy it elsewhere."
    )


class DiskFullError(AnnotatorError):
    """No room is left for a change."""

    problem = QT_TRANSLATE_NOOP("Error", "Not written: the disk is full.")
    remedy = QT_TRANSLATE_NOOP("Error", "Free some space; it is tried again by itself.")


class StorageError(AnnotatorError):
    """The drive or network that holds the workspace failed."""

    problem = QT_TRANSLATE_NOOP("Error", "The drive failed while the workspace was used: {reason}.")
    remedy = QT_TRANSLATE_NOOP(
        "Error", "Nothing is half written. Check the drive, then open the workspace again."
    )


class WorkspaceGoneError(AnnotatorError):
    """The file of an open workspace was moved, deleted or replaced."""

    problem = QT_TRANSLATE_NOOP("Error", "{path} was moved, deleted or replaced.")
    remedy = QT_TRANSLATE_NOOP(
        "Error", "Put the file back and open it again, or open the newest of its .backups folder."
    )


class WorkspaceTooNewError(AnnotatorError):
    """A newer version of the program made this workspace."""

    problem = QT_TRANSLATE_NOOP(
        "Error", "This workspace has schema {found}; this program knows schemas up to {head}."
    )
    remedy = QT_TRANSLATE_NOOP("Error", "Install the newer version of the program.")


class UpgradeError(AnnotatorError):
    """An upgrade would leave rows that refer to nothing; it was taken back."""

    problem = QT_TRANSLATE_NOOP("Error", "The upgrade would orphan {count} rows.")
    remedy = QT_TRANSLATE_NOOP("Error", "The workspace is unchanged. Report it with the log file.")


class DatabaseTooOldError(AnnotatorError):
    """The SQLite that this Python brings lacks what the program needs."""

    problem = QT_TRANSLATE_NOOP("Error", "SQLite {found} is too old; {needed} or newer is needed.")
    remedy = QT_TRANSLATE_NOOP("Error", "Use a newer Python, for example that of python.org.")


class DatabaseDriverMissingError(AnnotatorError):
    """A workspace address names a database that this program cannot talk to."""

    problem = QT_TRANSLATE_NOOP("Error", "Workspaces at {address} are not supported yet.")
    remedy = QT_TRANSLATE_NOOP("Error", "Use a workspace file that ends in .annotator.")


class DamagedRecordError(AnnotatorError):
    """What is stored of an article contradicts itself, so it is not exported."""

    problem = QT_TRANSLATE_NOOP("Error", "The article {name} is damaged: {reason}.")
    remedy = QT_TRANSLATE_NOOP("Error", "Run: annotator check WORKSPACE --repair")


# --- operations -----------------------------------------------------------------------------


class UndoConflictError(AnnotatorError):
    """What an undo step wants to restore was changed by somebody else."""

    problem = QT_TRANSLATE_NOOP("Error", "{name} has changed this since.")
    remedy = QT_TRANSLATE_NOOP("Error", "Reload the article and repeat the edit.")


class StaleSetError(AnnotatorError):
    """Tags were changed elsewhere since they were shown."""

    problem = QT_TRANSLATE_NOOP("Error", "This article was changed in another window.")
    remedy = QT_TRANSLATE_NOOP("Error", "The newest tags are shown now; repeat the last edit.")


class StaleReviewError(AnnotatorError):
    """An annotator's tags were changed since they were laid side by side."""

    problem = QT_TRANSLATE_NOOP("Error", "{name} has changed this article since it was compared.")
    remedy = QT_TRANSLATE_NOOP("Error", "It is compared anew now; look again and decide.")


class UnfinishedFrameError(AnnotatorError):
    """A frame has lost a filler that it needs, because the tag was rejected."""

    problem = QT_TRANSLATE_NOOP("Error", "This {kind} has lost its {roles}: the tag was rejected.")
    remedy = QT_TRANSLATE_NOOP("Error", "Accept it as it is, or reject it as well.")


class StaleSchemeError(AnnotatorError):
    """Another scheme was put in force since this window or command read it."""

    problem = QT_TRANSLATE_NOOP(
        "Error", "The scheme was changed elsewhere: {name} {version} is in force."
    )
    remedy = QT_TRANSLATE_NOOP("Error", "It is shown now; repeat the last edit.")


class MovedOnError(AnnotatorError):
    """Somebody worked on while files that belong together were written."""

    problem = QT_TRANSLATE_NOOP("Error", "The workspace was changed while {path} was written.")
    remedy = QT_TRANSLATE_NOOP("Error", "Nothing was written. Repeat it when nobody works on it.")


class SetClosedError(AnnotatorError):
    """A complete, approved or excluded set is read only."""

    problem = QT_TRANSLATE_NOOP("Error", "This article is {status}, so nothing was changed.")
    remedy = QT_TRANSLATE_NOOP("Error", "Ctrl+Enter reopens it.")


class DuplicateSpanError(AnnotatorError):
    """The same words already carry the same label."""

    problem = QT_TRANSLATE_NOOP("Error", "“{text}” is tagged {label} already.")
    remedy = QT_TRANSLATE_NOOP("Error", "Choose another label or other words.")


class UnknownLabelError(AnnotatorError):
    """The scheme has no such label."""

    problem = QT_TRANSLATE_NOOP("Error", "The scheme has no label {label}.")
    remedy = QT_TRANSLATE_NOOP("Error", "Labels are: {labels}.")


class JudgedFrameError(AnnotatorError):
    """Frames of a type that needs a person's judgement shall be accepted in bulk."""

    problem = QT_TRANSLATE_NOOP(
        "Error", "What a {name} says must be judged one by one; none was accepted."
    )
    remedy = QT_TRANSLATE_NOOP("Error", "Accept them in the window, or name other labels.")


class UnknownFrameTypeError(AnnotatorError):
    """The scheme has no such frame type."""

    problem = QT_TRANSLATE_NOOP("Error", "The scheme has no frame type {name}.")
    remedy = QT_TRANSLATE_NOOP("Error", "Frame types are: {names}.")


class UnknownRoleError(AnnotatorError):
    """A frame type has no such role."""

    problem = QT_TRANSLATE_NOOP("Error", "A {kind} has no role {name}.")
    remedy = QT_TRANSLATE_NOOP("Error", "Its roles are: {names}.")


class AttributeInvalidError(AnnotatorError):
    """A label or frame type has no such attribute, or the attribute no such value."""

    problem = QT_TRANSLATE_NOOP("Error", "{value} is no value of {name} of a {kind}.")
    remedy = QT_TRANSLATE_NOOP("Error", "The scheme allows: {values}.")


class UnknownArticleError(AnnotatorError):
    """There is no article of this name."""

    problem = QT_TRANSLATE_NOOP("Error", "There is no article {name} in this workspace.")
    remedy = QT_TRANSLATE_NOOP("Error", "Names are those of the imported files, without .txt.")


class GoneError(AnnotatorError):
    """What a command is about has been deleted meanwhile."""

    problem = QT_TRANSLATE_NOOP("Error", "The {thing} is not there any more.")
    remedy = QT_TRANSLATE_NOOP("Error", "Reload the article.")


class EntityTakenError(AnnotatorError):
    """The register has another entity of this type and name, or with this Wikidata id."""

    problem = QT_TRANSLATE_NOOP("Error", "The register already has {name}.")
    remedy = QT_TRANSLATE_NOOP("Error", "Use that entity, or add a telling word in brackets.")


class StaleRegisterError(AnnotatorError):
    """The register was changed elsewhere since it was shown."""

    problem = QT_TRANSLATE_NOOP("Error", "{name} was changed in another window.")
    remedy = QT_TRANSLATE_NOOP("Error", "It is shown as it is now; look again and repeat it.")


class EntitiesDifferError(AnnotatorError):
    """Entities with different Wikidata ids are not one."""

    problem = QT_TRANSLATE_NOOP("Error", "They have different Wikidata ids: {links}.")
    remedy = QT_TRANSLATE_NOOP("Error", "Empty the one that is wrong first.")


class EntityUsedError(AnnotatorError):
    """An entity that tags mean is not deleted."""

    problem = QT_TRANSLATE_NOOP("Error", "{name} is in use, so it was not deleted ({count}).")
    remedy = QT_TRANSLATE_NOOP("Error", "Merge it into another one, or split its mentions off.")


class WikidataInvalidError(AnnotatorError):
    """A text is no Wikidata id."""

    problem = QT_TRANSLATE_NOOP("Error", "“{text}” is no Wikidata id.")
    remedy = QT_TRANSLATE_NOOP("Error", "Write Q and a number, as in Q463065.")


class OfficeInvalidError(AnnotatorError):
    """A text cannot be read as an office with its time."""

    problem = QT_TRANSLATE_NOOP("Error", "“{text}” cannot be read as an office.")
    remedy = QT_TRANSLATE_NOOP("Error", "Write: foreign minister, Kazakhstan since Sep 2014.")


class EmptyCommentError(AnnotatorError):
    """A comment has to say something."""

    problem = QT_TRANSLATE_NOOP("Error", "A comment has to say something.")
    remedy = QT_TRANSLATE_NOOP("Error", "Write it, or Esc leaves none.")


class EmptyNameError(AnnotatorError):
    """An entity has to have a name."""

    problem = QT_TRANSLATE_NOOP("Error", "An entity has to have a name.")
    remedy = QT_TRANSLATE_NOOP("Error", "Write one, or Esc keeps the old one.")


class AnnotatorNameError(AnnotatorError):
    """A name of an annotator breaks the rules."""

    problem = QT_TRANSLATE_NOOP("Error", "“{name}” cannot be the name of an annotator.")
    remedy = QT_TRANSLATE_NOOP(
        "Error", "Use up to 40 letters, digits, '.', '-' or '_'; gold and system are taken."
    )


class UnknownSetError(AnnotatorError):
    """Nobody of this name has tagged anything here, or the choice is not clear."""

    problem = QT_TRANSLATE_NOOP("Error", "There is no set of {name} in this workspace.")
    remedy = QT_TRANSLATE_NOOP("Error", "There are: {names}.")


# --- language models ------------------------------------------------------------------------


class ModelMissingError(AnnotatorError):
    """A spaCy pipeline is not installed."""

    problem = QT_TRANSLATE_NOOP("Error", "The language model {name} is not installed.")
    remedy = QT_TRANSLATE_NOOP("Error", "Run: python -m spacy download {name}")


class UnknownRuleError(AnnotatorError):
    """No rule of this name has ever proposed anything."""

    problem = QT_TRANSLATE_NOOP("Error", "No rule {name} has proposed anything here.")
    remedy = QT_TRANSLATE_NOOP("Error", "Write SOURCE:RULE. Rules are: {names}.")


class LongArticleError(AnnotatorError):
    """An article is longer than sources read."""

    problem = QT_TRANSLATE_NOOP("Error", "{name} has {count} characters.")
    remedy = QT_TRANSLATE_NOOP(
        "Error", "Suggestions are made for its first {read}; tag what follows by hand, or split it."
    )


class OwnFileError(AnnotatorError):
    """A line of the user's own lists or rules has a mistake; the others are used."""

    problem = QT_TRANSLATE_NOOP("Error", "{path}, line {line}: {reason}.")
    remedy = QT_TRANSLATE_NOOP("Error", "Correct the line; all others are used.")


class OwnLabelError(OwnFileError):
    """The user's own lists or rules name a label that the scheme does not have."""

    problem = QT_TRANSLATE_NOOP("Error", "{path}, line {line}: the scheme has no label {label}.")
    remedy = QT_TRANSLATE_NOOP("Error", "Labels are: {labels}.")


class TooFewToLearnError(AnnotatorError):
    """There are fewer complete articles than learning needs."""

    problem = QT_TRANSLATE_NOOP("Error", "There are {count} complete articles to learn from.")
    remedy = QT_TRANSLATE_NOOP("Error", "Complete at least {fewest}.")


class LearnedFileError(AnnotatorError):
    """A file is no model that this program has learned."""

    problem = QT_TRANSLATE_NOOP("Error", "{path} is no learned model: {reason}.")
    remedy = QT_TRANSLATE_NOOP("Error", "Choose the folder that a model was exported to.")


class NothingLearnedError(AnnotatorError):
    """There is no learned model of this number or of this annotator."""

    problem = QT_TRANSLATE_NOOP("Error", "There is no learned model {name}.")
    remedy = QT_TRANSLATE_NOOP("Error", "Run: annotator train WORKSPACE")


class WorkerLostError(AnnotatorError):
    """The process that makes suggestions ended unexpectedly."""

    problem = QT_TRANSLATE_NOOP("Error", "The suggestion process ended: {reason}.")
    remedy = QT_TRANSLATE_NOOP("Error", "Suggestions made so far are kept. Start it again.")


class DisplayMissingError(AnnotatorError):
    """There is no screen to open a window on."""

    problem = QT_TRANSLATE_NOOP("Error", "There is no display to open a window on.")
    remedy = QT_TRANSLATE_NOOP(
        "Error", "Start it on a desktop, or run: annotator demo --headless FOLDER"
    )
