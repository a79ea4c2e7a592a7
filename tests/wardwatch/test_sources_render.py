"""wardwatch sources try --render: a source whose pages scripts make."""

from __future__ import annotations

from pathlib import Path

from tests.scraper.browser.newsroom import listing, needs_chromium, scripted
from tests.scraper.papers import Paper
from tests.wardwatch.conftest import Command


@needs_chromium
def test_pages_that_scripts_make_are_shown_before_they_are_read(program: Command, config_file: Path) -> None:
    told = "Ofsted has rated children's services at Cheshire East Council inadequate after an inspection. " * 6
    article = f"document.querySelector('main').innerHTML = `<h1>Inspectors report</h1><p>{told}</p>`"
    config_file.write_text(config_file.read_text("utf-8") + "allow_private: [127.0.0.1]\n", "utf-8")
    with Paper() as paper:
        page = paper.page("/news", listing("/news/inspectors-report"))
        paper.page("/news/inspectors-report", scripted(article))

        shown = program("sources", "try", page, "--render")

    assert shown.code == 0
    assert "1 link found (kind: listing)." in shown.err
    assert shown.out.splitlines()[1].startswith("kept")
