"""The config.yaml that `wardwatch init` writes: councils, rules and the reasons for them."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from wardwatch.config import PLACEHOLDER
from wardwatch.watching import area

EVERYWHERE = "all"

TEXT = """\
contact: {contact}  # your own address; the sites we visit see it. Until you change it, only Ofsted and GOV.UK are asked

# Everything that can stand in this file is explained in docs/config.md. `wardwatch check` names every mistake in it at
# once, and shows what would be watched and who would be told.

# Where the archive is kept.
database: sqlite:///wardwatch.db

# Each council switches on Ofsted's page about it, Ofsted and the Department for Education on GOV.UK, and the local
# titles of its area that we know of; `wardwatch sources list` shows them. Also possible: "region: North West", or all.
councils:
{councils}

# Other places of your own. `wardwatch sources try URL` shows what one would bring.
sources:
#  - name: Our newsroom
#    url: https://www.example.org/news
#    councils: {first}

# Who is told what, and when. A story is one event, however many outlets carry it: each is told once.
alerts:
  # What Ofsted or the government has done here, whoever reports it first. It is rare, others will call you about it,
  # and it is in the papers by the afternoon; but nobody has to be woken up for it.
  - name: {here}, official
    when:
{about}      kinds: {{any: [inspection, focused-visit, monitoring-visit, jtai, send-inspection, intervention]}}
    send: at once
    quiet: 21:00-07:00
    to:
{to}
  # What puts children's services here into the news by itself: a review after a child was harmed, a case in court, a
  # director who leaves, a decision of the Ombudsman.
  - name: {here}, in the news
    when:
{about}      kinds: {{any: [safeguarding-review, court, leadership, ombudsman]}}
    send: at once
    to:
{to}
  # Everything else about children's services here, money and staff and good news too: one message each morning.
  - name: {here}, daily round-up
{daily}    send: weekdays at 08:30
    to:
{to}
  # What happens {elsewhere}: how others fared under Ofsted, and what the government
  # plans. Worth reading, never urgent.
  - name: {weekly}
    when:
      councils: {{none: {ours}}}
    send: weekly on monday at 08:30
    to:
{to}
# Who hears that a source has gone quiet, or that a message could not be delivered.
operator:
  - log
#  - email: {contact}

# To send mail: take the # away here and before the lines `- email:` above, and put the password into the environment.
# email:
#   host: smtp.example.org
#   port: 587
#   security: starttls
#   auth: password
#   username: you
#   password: "${{SMTP_PASSWORD}}"
#   from: wardwatch@example.org
"""

TO = """\
      - log
      - file: outbox
#      - email: {contact}
"""


def starter(entries: Sequence[str]) -> str:
    """A commented config.yaml for entries of `councils:`: names, "region: ..." or all."""
    everywhere = list(entries) == [EVERYWHERE]
    here = "England" if everywhere else label(entries)
    elsewhere, weekly = _beyond(entries)
    about = "" if everywhere else f"      councils: {{any: {flow(entries)}}}\n"
    return TEXT.format(
        contact=PLACEHOLDER,
        councils="\n".join(f"  - {quoted(entry)}" for entry in entries),
        first=flow([] if everywhere else list(entries)[:1]),
        here=here,
        about=about,
        daily=f"    when:\n{about}" if about else "",
        elsewhere=elsewhere,
        weekly=f"{weekly}, weekly",
        ours=flow(entries),
        to=TO.format(contact=PLACEHOLDER),
    )


def _beyond(entries: Sequence[str]) -> tuple[str, str]:
    """What the weekly rule is about, in a sentence and as its name."""
    if list(entries) == [EVERYWHERE]:
        return "beyond single councils", "National"
    if all(entry.startswith("region: ") for entry in entries):
        return "elsewhere in the country", "Other regions and national"
    return "elsewhere in the region and in the country", "Region and national"


def label(entries: Sequence[str]) -> str:
    """The entries in few words, for the names of rules."""
    return area([entry.removeprefix("region: ") for entry in entries]) if len(entries) <= 3 else "Our councils"


def flow(entries: Sequence[str]) -> str:
    """A YAML list in one line."""
    return f"[{', '.join(quoted(entry) for entry in entries)}]"


def quoted(entry: str) -> str:
    """A YAML scalar, in quotes where it needs them."""
    return entry if re.fullmatch(r"[A-Za-z][A-Za-z' -]*", entry) else json.dumps(entry, ensure_ascii=False)
