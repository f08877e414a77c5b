"""What a deletion took out of the roles of frames, for the card to say until it is put right."""

from collections.abc import Mapping
from dataclasses import dataclass

from annotator.domain.annotation import AnnotationSet, Frame, FrameId


@dataclass(frozen=True, slots=True)
class _Loss:
    words: str
    left: int


class Losses:
    """Remembers what filled a role before it was deleted.

    A loss is forgotten when the role holds more again than the deletion left in it (it was
    refilled, or the deletion undone), when its frame is gone, or was shown and another is selected.
    """

    def __init__(self) -> None:
        self._known: dict[FrameId, dict[str, _Loss]] = {}

    def note(self, frame: Frame, role: str, words: str, now: Frame | None) -> None:
        """Remember what a role held.

        Args:
            frame: As it was before.
            role: Which.
            words: What is gone.
            now: The frame after the deletion, ``None`` where it went too.
        """
        if now is not None:
            self._known.setdefault(frame.id, {})[role] = _Loss(words, _count(now, role))

    def of(self, key: FrameId) -> Mapping[str, str]:
        """Return the words that a frame has lost, by role."""
        return {role: loss.words for role, loss in self._known.get(key, {}).items()}

    def forget(self, key: FrameId | None) -> None:
        """Say no more of a frame: another one is selected."""
        if key is not None:
            self._known.pop(key, None)

    def forget_all(self) -> None:
        """Another article is open."""
        self._known.clear()

    def prune(self, tags: AnnotationSet) -> None:
        """Drop what has been put right."""
        if not self._known:
            return
        frames = {frame.id: frame for frame in tags.frames if frame.id in self._known}
        for key in list(self._known):
            kept = {
                role: loss
                for role, loss in self._known[key].items()
                if key in frames and _count(frames[key], role) <= loss.left
            }
            if kept:
                self._known[key] = kept
            else:
                del self._known[key]


def _count(frame: Frame, role: str) -> int:
    return sum(filler.role == role for filler in frame.fillers)
