"""wardwatch read: the evidence marked, the sum, the sentences, and nothing kept."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from newsdesk.article import Article
from newsdesk.reading import Reading, Span, read
from newsdesk.relevance import THRESHOLD
from tests.wardwatch.conftest import Command
from wardwatch.evidence import explain
from wardwatch.terminal import Terminal

LETTER = (
    "Ofsted: children's services inadequate\n\n"
    "Ofsted has judged children's services in Rutland to be inadequate overall.\n\n"
    "The inspection took place from 12 to 23 January 2026. Care leavers wait too long.\n"
)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_text(LETTER, "utf-8")
    return path


def test_the_evidence_is_marked_where_it_stands(wardwatch: Command, letter: Path) -> None:
    ended = wardwatch("read", letter.name, "--published", "2026-03-09", "--explain", "--plain")

    assert ended.code == 0
    assert "[[inadequate]] overall." in ended.out
    assert "[[Care leavers]] wait too long." in ended.out


def test_the_weights_make_the_sum(wardwatch: Command, letter: Path) -> None:
    shown = wardwatch("read", letter.name, "--explain", "--plain").out
    (said,) = [json.loads(wardwatch("read", letter.name, "--explain", "--format", "json").out)["explained"]]

    assert said["total"] == pytest.approx(sum(one["weight"] for one in said["phrases"]), abs=0.01)
    assert said["threshold"] == THRESHOLD
    assert f"{said['total']:+.2f}" in shown
    assert "enough" in shown


def test_each_fact_has_its_whole_sentence(wardwatch: Command, letter: Path) -> None:
    ended = wardwatch("read", letter.name, "--published", "2026-03-09", "--explain", "--format", "json")
    facts = {one["fact"]: one["sentence"] for one in json.loads(ended.out)["explained"]["facts"]}

    assert facts["inspection_dates"] == "The inspection took place from 12 to 23 January 2026."
    assert facts["judgements.overall effectiveness"].startswith("Ofsted has judged")


def test_a_grade_that_was_weighed_has_the_sentence_that_speaks_for_it() -> None:
    landed = "Fostering and the teams that protect children both landed a good."
    text = f"Ofsted has inspected children's services in Rutland.\n\n{landed}\n\nThe council was glad."
    article = Article("f", "Paper", "Inspectors' report on Rutland's children's services", text, date(2024, 6, 3))
    facts = {one.fact: one.sentence for one in explain(article, read(article)).facts}

    assert facts["judgements.help and protection"] == landed


def test_a_council_that_is_only_mentioned_is_called_so() -> None:
    said = Reading(True, 0.9, councils=("Bury",), mentioned_councils=("Leeds",), sources={"councils.Leeds": Span(0, 5)})
    (told,) = explain(Article("f", "", "", "Leeds did it too.", None), said).facts

    assert (told.fact, told.sentence) == ("mentioned_councils.Leeds", "Leeds did it too.")


def test_a_fact_of_a_pdf_has_its_page() -> None:
    text = "Rutland children's services\n\nInspection dates: 12 January to 23 January 2026\n\nOverall: inadequate."
    article = Article("f", "Ofsted", "Rutland", text, None, media="pdf", page_starts=(0, text.index("Inspection")))
    facts = explain(article, read(article)).facts

    assert {one.page for one in facts if one.fact == "inspection_dates"} <= {2}
    assert facts


def test_reading_a_file_leaves_nothing_behind(wardwatch: Command, letter: Path, tmp_path: Path) -> None:
    ended = wardwatch("read", letter.name, "--explain")

    assert ended.err == ""
    assert [path.name for path in tmp_path.iterdir()] == [letter.name]


def test_without_explain_nothing_is_marked(wardwatch: Command, letter: Path) -> None:
    assert "[[" not in wardwatch("read", letter.name).out
    assert "explained" not in json.loads(wardwatch("read", letter.name, "--format", "json").out)


def test_marks_never_carry_a_page_s_control_characters(capsys: pytest.CaptureFixture[str]) -> None:
    Terminal(plain=True).marked("care \x1b[31mleavers", [(0, 4, True)])

    assert capsys.readouterr().out == "[[care]]  [31mleavers\n"


class TestOwnWords:
    def test_a_phrase_of_the_config_makes_a_story(self, wardwatch: Command, tmp_path: Path) -> None:
        (tmp_path / "a.txt").write_text("New lido opens\n\nThe Kelda Lido opened in Bury on Monday.\n", "utf-8")
        before = json.loads(wardwatch("read", "a.txt", "--format", "json").out)
        (tmp_path / "config.yaml").write_text("vocabulary: {Kelda Lido: 6}\n", "utf-8")
        after = json.loads(wardwatch("read", "a.txt", "--format", "json").out)

        assert not before["relevant"]
        assert after["relevant"]
        assert after["evidence"] == [{"phrase": "Kelda Lido", "where": "text", "weight": 6.0}]

    def test_weight_0_takes_a_phrase_out(self, wardwatch: Command, letter: Path, tmp_path: Path) -> None:
        (tmp_path / "config.yaml").write_text("vocabulary:\n  children's services: 0\n", "utf-8")
        shown = json.loads(wardwatch("read", letter.name, "--format", "json").out)

        assert "children's services" not in {one["phrase"] for one in shown["evidence"]}
