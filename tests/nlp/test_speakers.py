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


ANTECEDENTS = {
    # --- who stands out most ---
    "the subject, not whom he blamed": (
        "Hernán Ovalle was late. Kenji Morioka blamed Daniel Kamau. He said the port was safe.",
        ["Kenji Morioka"],
    ),
    "the woman who was blamed": (
        "Hernán Ovalle spoke. Kenji Morioka blamed Rosa Quispe. She said the port was safe.",
        ["Rosa Quispe"],
    ),
    "whoever was told replies": (
        "Hernán Ovalle told Kenji Morioka that it was late. He replied that the port was safe.",
        ["Kenji Morioka"],
    ),
    "three who spoke in one city": (
        "Rosa Quispe, Kenji Morioka and Hernán Ovalle met in Nairobi. They said the port was safe.",
        ["Rosa Quispe", "Kenji Morioka", "Hernán Ovalle"],
    ),
    # --- families ---
    "a husband of the same name": (
        "Wanjiru Kamau is ill. Her husband, Daniel Kamau, spoke. He said the port was safe.",
        ["Daniel Kamau"],
    ),
    "a mother of the same name": (
        "Rosa Quispe’s mother, Inés Quispe, works in Lima. She said the mine was safe.",
        ["Inés Quispe"],
    ),
    "a son by his given name": (
        "Rosa Quispe’s son, Mateo, works at the mine. He said it was safe.",
        ["Mateo"],
    ),
    "a predecessor by his name": (
        "Rosa Quispe is ill. Her predecessor, Hernán Ovalle, was in Lima. He said the mine was safe.",
        ["Hernán Ovalle"],
    ),
    # --- leaders by their country ---
    "the leader of one of two countries": (
        "Brazilian President Otávio Lacerda met Peruvian President Rosa Quispe. The Peruvian leader was late. She said the mine was safe.",
        ["Rosa Quispe"],
    ),
    "a diplomat of one country": (
        "President Lucas Arancibia met Chilean Foreign Minister Hernán Ovalle. The Chilean diplomat smiled. He said the mine was safe.",
        ["Hernán Ovalle"],
    ),
    # --- offices of one person ---
    "the second of two offices": (
        "Aino Lehtola, the finance minister and deputy premier, left. Daniel Kamau was late. The deputy premier smiled. She said the port was safe.",
        ["Aino Lehtola"],
    ),
    "an office behind whose it is": (
        "Aino Lehtola, the party’s leader and finance minister, left. Daniel Kamau was late. The finance minister smiled. She said the port was safe.",
        ["Aino Lehtola"],
    ),
    "an office named elsewhere": (
        "Finance Minister Aino Lehtola left early. The party’s leader, Lehtola, was cheered. The finance minister waved. She said the port was safe.",
        ["Aino Lehtola"],
    ),
    "the minister with an article is somebody else": (
        "Aino Lehtola, the party’s leader, and the finance minister left. The finance minister smiled. She said the port was safe.",
        ["finance minister"],
    ),
}


@pytest.mark.parametrize(("text", "speaker"), ANTECEDENTS.values(), ids=ANTECEDENTS.keys())
def test_people_stay_apart_by_salience_family_country_and_office(rules, text, speaker):
    frame, found = last_statement(rules, text)
    assert found == speaker
    assert frame.attributes["speaker_by"] == "pronoun"
    assert "speaker" in frame.check


ASIDES = {
    "whom his wife flanks": "Kenji Morioka, flanked by his wife, Yumi, said the port was safe.",
    "tired after talks": "Kenji Morioka, visibly tired after talks with Rosa Quispe, said the port was safe.",
    "whom somebody invited": "Kenji Morioka, whom Rosa Quispe had invited to Lima, said the port was safe.",
    "like somebody": "Kenji Morioka, like Rosa Quispe before him, said the port was safe.",
    "age, office and ally": "Kenji Morioka, 61, the former mayor of Osaka and a close ally of Rosa Quispe, said the port was safe.",
    "who sat beside somebody": "The head of the port, Kenji Morioka, who sat beside Rosa Quispe, said the port was safe.",
    "an office with more words behind": "The chair of the committee on ports, Kenji Morioka, flanked by Rosa Quispe, said the port was safe.",
    "an office, a title and who met a minister": "The Chairman of the Senate Panel on Foreign Affairs, Senator Kenji Morioka, who spoke after a meeting with the Minister of Mines, Ambassador Rosa Quispe, said the port was safe.",
    "two offices before the name": "Former central banker and finance minister Kenji Morioka said the port was safe.",
    "two offices and a comma": "Finland’s defence minister and deputy premier, Kenji Morioka, said the port was safe.",
}


@pytest.mark.parametrize("text", ASIDES.values(), ids=ASIDES.keys())
def test_an_aside_names_no_speaker(rules, text):
    frame, found = last_statement(rules, text)
    assert found == ["Kenji Morioka"]
    assert frame.attributes["speaker_by"] == "mention"
    assert not frame.check


@pytest.mark.parametrize(
    "text",
    [
        "“We have a plan,” Pedro Alvim, the adviser on trade to President Rosa Quispe, said.",
        "“We have a plan,” Pedro Alvim, an adviser to Leader of the Revolution Rosa Quispe, said.",
        "“We have a plan,” Pedro Alvim, spokesman for former Foreign Minister Rosa Quispe, said.",
    ],
)
def test_whose_adviser_somebody_is_says_nothing(rules, text):
    assert last_statement(rules, text)[1] == ["Pedro Alvim"]
