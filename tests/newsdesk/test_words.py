"""The tokeniser that search, rules and fingerprints share."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdesk.words import LONGEST, token_spans, tokens


@pytest.mark.parametrize(
    "same",
    [
        ("care-leavers", "care leavers", "Care Leaver", "care–leaver’s"),
        ("inspected", "inspecting", "inspects", "INSPECT"),
        ("judged", "judging", "judges", "judge"),
        ("placed", "placing", "places", "place"),
        ("planned", "planning", "plans", "plan"),
        ("families", "family", "family’s", "families’"),
        ("children", "child", "children's", "child’s", "chil\u00addren"),
        ("organisation", "organizations"),
        ("organised", "organizing"),
        ("judgement", "judgment"),
        ("Telford & Wrekin", "Telford and Wrekin"),
        ("O'Brien", "O’Brien", "OBrien"),
        ("café", "cafe\u0301", "CAFE"),
        ("agreed", "agree", "agrees"),
        ("died", "dying", "die"),
    ],
)
def test_forms_of_one_word_give_one_token(same: tuple[str, ...]) -> None:
    assert len({tuple(tokens(form)) for form in same}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("care", "car"),
        ("foster", "forest"),
        ("leader", "lead"),
        ("adoption", "adopt"),
        ("this", "thi"),
        ("plane", "plan"),
    ],
)
def test_different_words_stay_different(one: str, other: str) -> None:
    assert tokens(one) != tokens(other)


def test_spans_point_at_the_words_as_written() -> None:
    text = "Ofsted’s verdict: care-leavers “let down”."
    assert [text[start:end] for _, start, end in token_spans(text)] == [
        "Ofsted’s",
        "verdict",
        "care",
        "leavers",
        "let",
        "down",
    ]
    assert [token for token, _, _ in token_spans(text)] == tokens(text)


@given(st.text())
def test_any_text_gives_tokens_that_are_short_and_not_empty(text: str) -> None:
    for token, start, end in token_spans(text):
        assert 0 < len(token) <= LONGEST
        assert not any(letter.isspace() for letter in token)
        assert 0 <= start < end <= len(text)


def test_a_megabyte_takes_a_second_at_most() -> None:
    for text in ("safeguarding partners " * 50_000, "x" * 1_000_000, "x'" * 500_000, "é" * 1_000_000):
        started = time.process_time()
        tokens(text)
        assert time.process_time() - started < 1
