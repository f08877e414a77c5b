"""Pictures of suggested frames, for :mod:`tests.shots`."""

from pathlib import Path

import orjson

STATEMENTS, MEETINGS = "muscat-3", "muscat-1"


def suggest_meetings(workspace, article, name):
    """Let a source find the meetings that the gold of an article has."""
    from annotator.domain.extent import Extent
    from annotator.domain.suggestion import Findings, FrameProposal, ProposedFiller
    from annotator.ops import suggestions

    gold = Path(__file__).parents[1] / "sample_corpus/gold.jsonl"
    lines = (orjson.loads(line) for line in gold.read_bytes().splitlines())
    said = next(line for line in lines if line["id"] == name)
    spans = {one["id"]: one for one in said["spans"]}
    frames = tuple(
        FrameProposal(
            "Meeting",
            tuple(
                ProposedFiller(
                    role,
                    Extent(spans[key]["start"], spans[key]["end"]),
                    spans[key]["label"],
                )
                for role, keys in frame["roles"].items()
                for key in keys
                if key in spans
            ),
            "met-in",
            0.78,
            "“met” with two names, a place and a day in one sentence.",
            tuple(frame["implied"]),
            frame["attributes"],
            ("date",),
        )
        for frame in said["frames"]
        if frame["type"] == "Meeting"
    )
    suggestions.suggest_article(
        workspace, article, "meetings/1", lambda _text, _zones: Findings(frames=frames)
    )


def suggested_pictures(studio, folder):
    """A suggested statement, a suggested meeting, and a frame of which a part was taken."""
    from annotator.ops import articles

    page, workspace = studio.page, studio.work.session.workspace
    suggest_meetings(workspace, articles.named(workspace, MEETINGS), MEETINGS)
    for kind, article in (("Statement", STATEMENTS), ("Meeting", MEETINGS)):
        page.open_article(articles.named(workspace, article))
        waiting = [one for one in page.desk.suggested_frames if one.type == kind]
        chosen = max(waiting, key=lambda one: (len(one.check), len(one.fillers)))
        page.suggested.choose(chosen.id)
        name = f"suggested-{kind.lower()}"
        studio.shoot(folder / f"{name}.png")
        studio.shoot(folder / f"{name}-dark.png", theme="dark")
        studio.shoot(folder / f"{name}-1024.png", (1024, 700))
    studio.window.run("frame.next_slot")
    studio.shoot(folder / "suggested-slot.png")
    studio.window.run("tag.accept")
    studio.shoot(folder / "suggested-part.png")
    studio.shoot(folder / "suggested-part-dark.png", theme="dark")
    studio.window.run("edit.undo")
    page.open_article(articles.named(workspace, STATEMENTS))
