"""Damaged PDFs: accidents to a report and a letter made for the purpose, each made again from its number."""

from __future__ import annotations

import random
from functools import cache

from fpdf import FPDF

ADDRESS = "https://files.ofsted.gov.uk/v1/file/50999002"
PAGES = (
    ["Inspection of Ostleyshire local", "authority children's services", "Inspection dates: 3 to 14 March 2025"],
    ["Judgement Grade", "The experiences and progress of care leavers", "Inadequate", "Overall effectiveness Good"],
    [f"{number}. Leaders know what it is like to wait for a place to live." for number in range(1, 20)],
)
TOKENS = (
    b"endobj", b"endstream", b"stream\n", b"<<", b">>", b"[", b"]", b"0 0 R", b"9999999999 0 R", b"/Kids [1 0 R]",
    b"/Parent 3 0 R", b"/Length -1", b"/Count 99999999", b"/Filter /FlateDecode", b"trailer", b"%%EOF", b"\x00" * 40,
    b"<< /Type /Page >>" * 200, b"(" * 3000, b"startxref\n0\n",
)  # fmt: skip


@cache
def sound(packed: bool) -> bytes:
    """The report; packed as most are, or with its text in the open, where accidents reach it."""
    document = FPDF()
    document.set_compression(packed)
    document.set_font("Helvetica", size=10)
    for lines in PAGES:
        document.add_page()
        for line in lines:
            document.cell(0, 6, line, new_x="LMARGIN", new_y="NEXT")
    return bytes(document.output())


def damaged(number: int) -> bytes:
    """The damaged PDF of that number: always the same but for the day on which it was made."""
    dice = random.Random(number)  # noqa: S311 - damage, not secrets
    body = sound(packed=dice.random() < 0.5)
    for _ in range(dice.randint(1, 5)):
        at, other = sorted((dice.randrange(8, len(body)), dice.randrange(8, len(body))))
        match dice.randrange(5):
            case 0:
                body = body[:at] + bytes([dice.randrange(256)]) + body[at + 1 :]
            case 1:
                body = body[:at] + dice.choice(TOKENS) + body[at:]
            case 2:
                body = body[:at] + body[min(other, at + 400) :]
            case 3:
                body = body[:other] + body[max(at, other - 400) :]
            case _:
                body = body[:other]
        body += b" " * max(0, 10 - len(body))
    return body
