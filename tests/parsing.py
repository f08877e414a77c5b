"""A small spaCy pipeline whose parser has learned two sentences by heart."""

import random
from pathlib import Path

STILL = "Karim Osei still in the coat of the dockers said that the talks had failed."
INVERTED = '"The talks have failed," said with a shrug Karim Osei.'
_HEADS = {
    STILL: [1, 9, 3, 1, 5, 3, 5, 8, 6, 9, 14, 12, 14, 14, 9, 9],
    INVERTED: [7, 2, 4, 4, 7, 7, 7, 7, 7, 10, 8, 12, 7, 7],
}
_RELATIONS = {
    STILL: "compound nsubj advmod prep det pobj prep det pobj ROOT mark det nsubj aux ccomp punct",
    INVERTED: "punct det nsubj aux ccomp punct punct ROOT prep det pobj compound nsubj punct",
}


def save_parser(folder: Path) -> Path:
    """Train the pipeline ``en_grammar`` 1.0.0, save it in a folder and return that."""
    import spacy
    from spacy.training import Example

    random.seed(1)
    spacy.util.fix_random_seed(1)
    nlp = spacy.blank("en")
    nlp.meta.update(name="grammar", version="1.0.0")
    nlp.add_pipe("parser", config={"min_action_freq": 1})
    examples = [
        Example.from_dict(
            nlp.make_doc(text), {"heads": _HEADS[text], "deps": _RELATIONS[text].split()}
        )
        for text in _HEADS
    ]
    nlp.initialize(lambda: examples)
    for _ in range(60):
        nlp.update(examples)
    folder.parent.mkdir(exist_ok=True)
    nlp.to_disk(folder)
    return folder
