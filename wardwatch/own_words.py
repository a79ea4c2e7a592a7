"""`vocabulary:` in config.yaml: phrases that a user adds, weighs anew or takes out."""

from __future__ import annotations

import difflib
import math
from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator

from wardwatch.mistakes import Mistake
from wardwatch.yaml_tree import Tree

HEAVIEST = 10.0
LONGEST = 100


def _phrase(value: object) -> str:
    phrase = " ".join(str(value).split())
    bare = phrase.removesuffix("*")
    if not any(letter.isalnum() for letter in bare):
        raise ValueError('this is no phrase; write words and a weight, as "family hub": 2')
    if "*" in bare:
        raise ValueError(f"{phrase!r} has a * that is not at its end; a * stands for any ending of the last word")
    if len(phrase) > LONGEST:
        raise ValueError(f"this phrase has {len(phrase)} letters; {LONGEST} are the most")
    return phrase


def _weight(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError(f"{value!r} is no weight; write a number such as 2, or 0 to take the phrase out")
    if abs(value) > HEAVIEST:
        raise ValueError(f"{value:g} is too heavy; write a number from -10 to 10")
    return float(value)


Phrase = Annotated[str, BeforeValidator(_phrase)]
Weight = Annotated[float, BeforeValidator(_weight)]


def idle_phrases(vocabulary: Mapping[str, float], tree: Tree) -> list[Mistake]:
    """Phrases with weight 0 that nothing knows: they take nothing out."""
    if all(vocabulary.values()):
        return []
    from newsdesk.relevance import default_vocabulary

    known = [term.phrase for term in default_vocabulary().terms]
    return [
        tree.mistake(("vocabulary", phrase), "takes nothing out: no phrase is written so", _meant(phrase, known))
        for phrase, weight in vocabulary.items()
        if weight == 0 and phrase not in known
    ]


def _meant(phrase: str, known: list[str]) -> str:
    close = difflib.get_close_matches(phrase, known, n=1, cutoff=0.6)
    return f"did you mean {close[0]!r}?" if close else "newsdesk/data/vocabulary.yaml has them all"
