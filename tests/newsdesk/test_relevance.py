"""Is a story about children's services, and the phrases that say so."""

from __future__ import annotations

from datetime import date

import pytest

from newsdesk.article import Article
from newsdesk.phrases import Phrases, fold, heaviest
from newsdesk.relevance import default_vocabulary, judge


def article(title: str, text: str = "") -> Article:
    return Article("https://paper.test/1", "Paper", title, text, date(2024, 6, 3))


def test_send_counts_only_in_capitals() -> None:
    assert judge(article("SEND pupils wait for plans", "Families of SEND children spoke.")).relevant
    assert not judge(article("Council to send letters", "It will send them on Monday. Please send replies.")).relevant
    assert not judge(article("COUNCIL TO SEND LETTERS", "Letters go out on Monday.")).relevant


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Foster signs", "Ben Foster has signed for City. Foster is 28."),
        ("Club cares", "The club takes care of its own. Safeguarding is its first concern."),
        ("Care in the garden", "With care the roses will last. A foster of good taste."),
        ("New logo", "The adoption of a new logo was put off."),
    ],
)
def test_words_that_are_noise_alone_do_not_make_a_story_relevant(title: str, text: str) -> None:
    assert not judge(article(title, text)).relevant


def test_an_aside_about_childrens_services_does_not_carry_a_nurserys_story() -> None:
    text = "A day nursery is celebrating.\n\n" + "The children baked a cake. " * 30
    judged = judge(
        article("Nursery outstanding", text + "\n\nThe council's children's services await their own report.")
    )
    assert not judged.relevant


def test_the_evidence_explains_the_score() -> None:
    judged = judge(article("Care leavers let down", "Ofsted says children in care wait too long at the nursery."))
    assert judged.relevant
    assert 0.5 <= judged.score <= 1
    headline = next(item for item in judged.evidence if item.where == "headline")
    assert headline.phrase == "care leaver*"
    assert {item.phrase for item in judged.evidence} >= {"children in care", "ofsted", "nursery"}
    assert next(item.weight for item in judged.evidence if item.phrase == "nursery") < 0
    weights = [abs(item.weight) for item in judged.evidence]
    assert weights == sorted(weights, reverse=True)
    assert "care leavers" in judged.topics
    span = judged.spans["children in care"]
    assert "Ofsted says children in care wait too long"[span.start : span.end] == "children in care"


def test_a_user_can_add_weaken_and_remove_phrases() -> None:
    story = article("Zebra crossing plan", "The zebra panel met.")
    vocabulary = default_vocabulary()
    assert not judge(story, vocabulary).relevant
    assert judge(story, vocabulary.with_phrases({"zebra*": 5})).relevant
    care = article("Children's home plan refused", "Neighbours objected.")
    assert judge(care, vocabulary).relevant
    assert not judge(care, vocabulary.with_phrases({"children's home*": 0})).relevant


SHOW = (
    "The roses were the best that anybody could remember, and the judges had a hard time of it at the lido. Rain held "
    "off until the marrows were weighed. Members gave the cup to a man who has grown leeks behind the railway for half "
    "a century, and tea was served in the hall to more than two hundred visitors from the villages along the river."
)


def test_other_words_count_together_and_are_part_of_the_sum() -> None:
    judged = judge(article("Roses win the day", SHOW))
    words = next(item for item in judged.evidence if item.where == "words")
    assert -3 <= words.weight < 0


def test_other_words_do_not_speak_against_a_phrase_of_the_users_own() -> None:
    judged = judge(article("Roses win the day", SHOW), default_vocabulary().with_phrases({"lido": 3}))
    assert judged.relevant
    assert [item.phrase for item in judged.evidence] == ["lido"]


def test_children_whom_somebody_looked_after_are_not_looked_after_children() -> None:
    looked_after = article("A council's care", "Looked-after children were moved.")
    aunt = article("Gran, 90, turns author", "She had looked after children in the war.")
    assert judge(looked_after).relevant
    assert not judge(aunt).relevant


def test_every_phrase_of_the_vocabulary_has_a_weight_a_topic_and_stands_once() -> None:
    terms = default_vocabulary().terms
    assert all(term.weight and term.topic for term in terms)
    assert len({(term.phrase, term.topic) for term in terms}) == len({term.phrase for term in terms}) == len(terms)


def test_an_empty_story_is_not_relevant() -> None:
    judged = judge(article(""))
    assert not judged.relevant
    assert judged.evidence == ()


def test_phrases_are_found_at_word_bounds_through_hyphens_and_curly_quotes() -> None:
    phrases = Phrases([("care leaver*", 1), ("mash", 2), ("looked after children", 3)])
    text = "Care-leavers, looked‑after children; a smashing mash"
    hits = phrases.longest(fold(text))
    assert [(text[hit.start : hit.end], hit.value) for hit in hits] == [
        ("Care-leaver", 1),
        ("looked‑after children", 3),
        ("mash", 2),
    ]


def test_a_phrase_with_a_gap_takes_up_to_five_words_of_one_sentence() -> None:
    phrases = Phrases([("services for .. children", 1)])
    texts = (
        "services for Hull's children",
        "services for children",
        "services for all. The children",
        "services forchildren",
    )
    assert [len(phrases.longest(fold(text))) for text in texts] == [1, 1, 0, 0]


def test_a_phrase_with_a_gap_gives_way_to_weightier_words_within_it() -> None:
    phrases = Phrases([("ofsted .. services", 2), ("children's services", 3), ("ofsted .. homes", 2), ("homes", 1)])
    text = "Ofsted rates children's services; Ofsted shuts two homes"
    found = heaviest(phrases.all(fold(text)), float)
    assert [text[hit.start : hit.end] for hit in found] == ["children's services", "Ofsted shuts two homes"]


def test_ofsted_counts_less_beside_a_school() -> None:
    council = article("Ofsted: leaders know their children well", "Ofsted inspectors praised the county.")
    school = article("Ofsted: leaders know their pupils well", "Ofsted inspectors praised the headteacher.")
    assert judge(council).relevant
    assert not judge(school).relevant


def test_folding_keeps_every_letter_at_its_offset() -> None:
    for text in ("İstanbul’s “SEND” – café", "ẞtraße\u00a0x", "\ud800 lone"):
        assert len(fold(text)) == len(text)
