"""Lines of gold as what they say, whoever has numbered their parts."""

import json


def meaning(line):
    """Return a line without ids and provenance, each part as what it says."""
    spans = {span["id"]: span for span in line["spans"]}
    entities = {entity["id"]: (entity["type"], entity["name"]) for entity in line["entities"]}
    frames = {frame["id"]: frame for frame in line["frames"]}

    def filler(key):
        if key in spans:
            return [spans[key][name] for name in ("start", "end", "label")]
        return list(entities[key]) if key in entities else framed(frames[key])

    def framed(frame):
        return {
            "type": frame["type"],
            "roles": {role: [filler(key) for key in keys] for role, keys in frame["roles"].items()},
            "implied": sorted(frame["implied"]),
            "attributes": frame["attributes"],
            "note": frame["note"],
        }

    return {
        "text": line["text"],
        "meta": line["meta"],
        "zones": line["zones"],
        "status": line["status"],
        "spans": [
            {**span, "id": "", "entity": entities.get(span["entity"])} for span in line["spans"]
        ],
        "entities": sorted(
            (
                {**entity, "id": "", "aliases": sorted(entity["aliases"])}
                for entity in line["entities"]
            ),
            key=lambda entity: (entity["type"], entity["name"]),
        ),
        "frames": sorted(
            map(framed, line["frames"]), key=lambda frame: json.dumps(frame, sort_keys=True)
        ),
    }


def differences(line, gold):
    """Return what two lines say differently, one sentence each."""
    here, there = meaning(line), meaning(gold)
    found = []
    for part, wanted in there.items():
        if isinstance(wanted, list):
            found += [f"{part} lack {one}" for one in wanted if one not in here[part]]
            found += [f"{part} have {one}" for one in here[part] if one not in wanted]
            if not found and here[part] != wanted:
                found.append(f"{part} stand in another order")
        elif here[part] != wanted:
            found.append(f"{part} is {here[part]}, not {wanted}")
    return found
