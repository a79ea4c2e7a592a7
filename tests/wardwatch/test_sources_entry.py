"""A source is written into config.yaml without touching anything else."""

from pathlib import Path

import pytest

from wardwatch.config import parse
from wardwatch.config_entry import with_source

ENTRY = {
    "name": "Yes: it's #1",
    "url": "https://a.example/news?x=1&y=2",
    "kind": "listing",
    "councils": ["Bury", "Kingston upon Hull, City of"],
}
PLAIN = {"name": "Nub News", "url": "https://a.example/news", "kind": "listing"}
OWN = "{name: Old, url: 'https://old.example'}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "contact: me@example.org",
        "contact: me@example.org\nsources:\n#  - name: an example\n#    url: x\nalerts: []\n",
        "sources: []  # none yet\nalerts: []\n",
        f"sources: [{OWN}]\n",
        f"sources:\n- {OWN}\n\n# and now alerts\nalerts: []\n",
        f"sources:\n    - {OWN}   # ours\n    # the end",
        "sources:\r\n  - name: Old\r\n    url: https://old.example\r\nalerts: []\r\n",
        '{"contact": "me@example.org", "sources": [{"name": "Old", "url": "https://old.example"}]}',
        '{"contact": "me@example.org"}\n',
        '{"sources": null}',
    ],
)
@pytest.mark.parametrize("entry", [ENTRY, PLAIN])
def test_in_every_way_of_writing(text: str, entry: dict[str, str | list[str]]) -> None:
    before = parse(text or "{}", Path("config.yaml"))
    after_text, line = with_source(text, entry)
    after = parse(after_text, Path("config.yaml"))
    assert after.model_dump(exclude={"sources"}) == before.model_dump(exclude={"sources"})
    assert after.sources[:-1] == before.sources
    assert (after.sources[-1].name, after.sources[-1].url) == (entry["name"], entry["url"])
    assert str(entry["url"]) in "\n".join(after_text.splitlines()[line - 1 : line + 1])
    for comment in ("# none yet", "#  - name: an example", "# and now alerts", "# ours", "# the end"):
        assert (comment in after_text) == (comment in text)


def test_a_plain_entry_is_written_without_quotes() -> None:
    text, line = with_source("sources:\n", PLAIN)
    assert text == "sources:\n  - name: Nub News\n    url: https://a.example/news\n    kind: listing\n"
    assert line == 2
