"""Where sentences begin and end."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from newsdesk.sentences import LONGEST, sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def test_titles_initials_and_decimals_end_no_sentence() -> None:
    text = "Cllr. J. Smith of St. Helens said it rose 3.8 per cent. It cost £4.5m. Mr. Ali agreed."
    assert split(text) == [
        "Cllr. J. Smith of St. Helens said it rose 3.8 per cent.",
        "It cost £4.5m.",
        "Mr. Ali agreed.",
    ]


def test_a_closing_quote_belongs_to_its_sentence() -> None:
    assert split('"We own it." She left.') == ['"We own it."', "She left."]
    assert split("“Never!” he said. So be it.") == ["“Never!” he said.", "So be it."]


def test_paragraphs_bullets_and_headings_stand_alone() -> None:
    assert split("What must improve\n\n• plans\n• Reviews of plans\nNext steps\nA plan follows.") == [
        "What must improve",
        "• plans",
        "• Reviews of plans",
        "Next steps",
        "A plan follows.",
    ]


def test_a_line_that_a_page_wrapped_goes_on() -> None:
    wrapped = "The quality of work with children has improved since the last visit and\nleaders know it. Good."
    assert split(wrapped) == [wrapped[: wrapped.index(" Good.")], "Good."]


def test_a_number_sign_is_told_from_a_refusal() -> None:
    assert split("The answer was no. Members left.") == ["The answer was no.", "Members left."]
    assert split("It came in at No. 5 on the list.") == ["It came in at No. 5 on the list."]


@given(st.text(alphabet=st.sampled_from("aA. \n\"'?!-•1”")) | st.text())
@settings(deadline=None)
def test_sentences_stand_in_order_and_hold_all_that_is_visible(text: str) -> None:
    spans = sentences(text)
    assert all(first[1] <= second[0] for first, second in pairwise(spans))
    assert "".join("".join(split(text)).split()) == "".join(text.split())


def test_no_sentence_is_endless() -> None:
    assert max(end - start for start, end in sentences("word " * 5_000 + "x" * 5_000)) <= LONGEST
