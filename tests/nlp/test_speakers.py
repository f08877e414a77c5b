"""Who speaks where no name stands beside the verb: pronouns, documents, two who are "both"."""

import pytest


def last_statement(rules, text):
    """The last statement of a text, and who speaks in it."""
    frame = [frame for frame in rules.look(text).frames if frame.type == "Statement"][-1]
    return frame, [item.extent.slice(text) for item in frame.fillers if item.role == "speaker"]


PRONOUNS = {
    "the subject before": (
        "Omar Haddad arrived in Amman on Monday. He said the border would open.",
        ["Omar Haddad"],
    ),
    "she is the woman": (
        "Omar Haddad spoke after Layla Mansour. She said the border was closed.",
        ["Layla Mansour"],
    ),
    "he is not the woman": (
        "Omar Haddad was late. Layla Mansour spoke first. He said the border was closed.",
        ["Omar Haddad"],
    ),
    "the holder of the office": (
        "Foreign Minister Omar Haddad met Karim Fares. The minister smiled. He said it was late.",
        ["Omar Haddad"],
    ),
    "an office of somebody the text does not name": (
        "Omar Haddad was late. His Iraqi counterpart smiled. He said the border was closed.",
        ["Iraqi counterpart"],
    ),
    "they are several": (
        "Two officials at the ministry spoke with Omar Haddad. They said the border was closed.",
        ["officials"],
    ),
    "one of several, behind an aside": (
        "The ministry’s officials spoke. One, who would not be named, said the border was closed.",
        ["officials"],
    ),
    "one of them": (
        "The ministry’s officials spoke. One of them said the border was closed.",
        ["officials"],
    ),
    "it is a body with a capital": (
        "The Presidency said that both sides would form a committee. It added that it was late.",
        ["Presidency"],
    ),
    "it is a body": (
        "The ministry met Omar Haddad. It said the border was closed.",
        ["ministry"],
    ),
    "they are the rebels": (
        "Omar Haddad blamed the rebels. They said the border was closed.",
        ["rebels"],
    ),
    "they are two": (
        "Omar Haddad and Layla Mansour met on Monday. They said the border was closed.",
        ["Omar Haddad", "Layla Mansour"],
    ),
    "his office is his": ("Omar Haddad will leave in May, his office said.", ["Omar Haddad"]),
    "a spokesman of a body is himself": (
        "Omar Haddad was in Amman. The ministry’s spokesman said so on Monday. He added that it was late.",
        ["spokesman"],
    ),
    "a given name sounds like a woman’s": (
        "Foreign Minister Oumarou Sanda met Ziveta Kruna. She said the border was closed.",
        ["Ziveta Kruna"],
    ),
    "two of one family are two": (
        "Layla Mansour is ill. Karim Mansour, her brother, spoke. He said the border was closed.",
        ["Karim Mansour"],
    ),
    "a wife and her name": (
        "Omar Haddad was late. His wife, Nour, teaches. She said the border was closed.",
        ["Nour"],
    ),
    "a counterpart and his name": (
        "Omar Haddad was late. His Iraqi counterpart, Karim Fares, was not. He said the border was closed.",
        ["Karim Fares"],
    ),
    "who spoke twice is spoken of still": (
        "Karim Fares left. Omar Haddad spoke first. He said it was late. The plan needs Karim Fares. He said the border was closed.",
        ["Omar Haddad"],
    ),
    "a name that the sentence before introduces": (
        "Omar Haddad spoke. The talks are led by Karim Fares, a former envoy. He said the border was closed.",
        ["Karim Fares"],
    ),
    "a sentence about the same person": (
        "Omar Haddad left. Did he meet Karim Fares? “It was late,” he said.",
        ["Omar Haddad"],
    ),
    "nearer than whose name sounds better": (
        "Karim Fares said it was late. The army left. Joshko Luca said it was early. According to him, the border was closed.",
        ["Joshko Luca"],
    ),
    "an office and its comma tell": (
        "Layla Mansour spoke. The army’s spokesman, Lt. Col. Dana Harel, was late. He said the border was closed.",
        ["Dana Harel"],
    ),
    "a prime minister whom the text does not name": (
        "Lawmaker Layla Mansour left. The prime minister was asked about it. He said the border was closed.",
        ["prime minister"],
    ),
    "somebody who comes behind two days": (
        "Layla Mansour met Karim Fares. Two days later, Omar Haddad saw Rashid Aziz. He said the border was closed.",
        ["Omar Haddad"],
    ),
    "somebody behind but": (
        "Omar Haddad agreed. But lawmaker Karim Fares was not impressed. He said the border was closed.",
        ["Karim Fares"],
    ),
    "they are two who met": (
        "The army left. Omar Haddad met Layla Mansour in Amman. They said the border was closed.",
        ["Omar Haddad", "Layla Mansour"],
    ),
    "nobody who wrote the article": (
        "By Omar Haddad\n\nThe officers met. Karim Fares, a tailor, left. He said the border was closed.",
        ["Karim Fares"],
    ),
    "a wife whose husband has the name": (
        "Omar Haddad’s wife, Nour, said it was late. She added that the border was closed.",
        ["Nour"],
    ),
    "they are three": (
        "Omar Haddad, Karim Fares and Layla Mansour spoke. They said the border was closed.",
        ["Omar Haddad", "Karim Fares", "Layla Mansour"],
    ),
    "a man and a woman of one name": (
        "Ms Haddad met Mr Haddad. She said the border was closed.",
        ["Haddad"],
    ),
    "a leader by his country": (
        "Iraqi Premier Omar Haddad met Omani Minister Karim Fares. The Omani diplomat said it was late. He said the border was closed.",
        ["Karim Fares"],
    ),
    "an analyst introduced as one": (
        "Omar Haddad, an analyst with the Gulf Institute, met Karim Fares. The analyst said it was late. He said the border was closed.",
        ["Omar Haddad"],
    ),
    "somebody named behind was": (
        "Among those who fled was Omar Haddad, a teacher. He said the border was closed.",
        ["Omar Haddad"],
    ),
    "whoever was asked": (
        "Layla Mansour asked Karim Fares whether Omar Haddad was there. He said the border was closed.",
        ["Karim Fares"],
    ),
    "a man with a woman’s name": (
        "Hillary Fares sat in his car. Fares had lost his job. He said the border was closed.",
        ["Fares"],
    ),
    "the head of something": (
        "Karim Fares was late. The head of the mission for refugees was not. He said the border was closed.",
        ["head of the mission for refugees"],
    ),
    "a prime minister is no foreign minister": (
        "Foreign Minister Layla Mansour left. The prime minister was asked. He said the border was closed.",
        ["prime minister"],
    ),
    "whose office it is, in a visit": (
        "Omar Haddad was late. A visit by Ms Mansour was put off, her office said.",
        ["Mansour"],
    ),
    "according to somebody in the same sentence": (
        "Omar Haddad was glad. That was wrong, according to Karim Fares: the border, he pointed out, was closed.",
        ["Karim Fares"],
    ),
    "somebody without a name stays so": (
        "Omar Haddad was late. A young man said the road was closed. “It is shut,” he said.",
        [],
    ),
}


@pytest.mark.parametrize(("text", "speaker"), PRONOUNS.values(), ids=PRONOUNS.keys())
def test_a_pronoun_leads_to_its_antecedent_and_is_marked(rules, text, speaker):
    frame, found = last_statement(rules, text)
    assert found == speaker
    assert frame.attributes["speaker_by"] == "pronoun"
    assert "speaker" in frame.check


BEHIND_WORDS = {
    "a statement somebody spoke in": (
        "The ministry said in a long statement that it was late. The statement added that the border was closed.",
        ["ministry"],
    ),
    "a letter by somebody": (
        "A letter by Omar Haddad reached us. The letter says that the border was closed.",
        ["Omar Haddad"],
    ),
    "a document of nobody": (
        "Omar Haddad was late. The letter says that the border was closed.",
        [],
    ),
    "two sides who met": (
        "Omar Haddad met Layla Mansour in Amman. Both sides agreed that the border was closed.",
        ["Omar Haddad", "Layla Mansour"],
    ),
    "both men": (
        "Omar Haddad and Karim Fares spoke. Both men said that the border was closed.",
        ["Omar Haddad", "Karim Fares"],
    ),
    "two ministers": (
        "Omar Haddad and his colleague Karim Fares met. The two ministers said that the border was closed.",
        ["Omar Haddad", "Karim Fares"],
    ),
    "two sides of one sentence": (
        "Omar Haddad met Layla Mansour, and the two sides called for peace.",
        ["Omar Haddad", "Layla Mansour"],
    ),
}


@pytest.mark.parametrize(("text", "speaker"), BEHIND_WORDS.values(), ids=BEHIND_WORDS.keys())
def test_whoever_is_behind_a_document_or_both_sides_speaks_and_is_marked(rules, text, speaker):
    frame, found = last_statement(rules, text)
    assert found == speaker
    assert frame.attributes["speaker_by"] == "mention"
    assert ("speaker" in frame.check) == bool(speaker)
