"""Meetings as tests write them: what text tells, and what it should."""


def meetings(source, text):
    """Each meeting: role -> words, and its kind and status; in the order of their mentions."""
    found = []
    for frame in source.look(text).frames:
        if frame.type == "Meeting":
            held = {"kind": frame.attributes["kind"], "status": frame.attributes["status"]}
            for filler in frame.fillers:
                if filler.extent is not None:
                    held.setdefault(filler.role, []).append(filler.extent.slice(text))
            found.append(held)
    return found


def met(*people, trigger, kind="bilateral", status="held", **more):
    roles = {"participant": list(people)} if people else {}
    return {**roles, "trigger": trigger.split("|"), "kind": kind, "status": status, **more}
