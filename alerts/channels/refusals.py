"""What a mail server's refusal lies with, by the step at which it came and the enhanced code (RFC 3463)."""

from __future__ import annotations

import re
from typing import Literal

from alerts.channels import Fault

Step = Literal["GREETING", "AUTH", "MAIL", "RCPT", "DATA"]
ENHANCED = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
LOGIN_NEEDED = frozenset({530, 534, 535, 538})
TOO_LARGE = frozenset({"5.2.3", "5.3.4"})
SENDER_SHUT_OUT = frozenset(
    {
        "5.1.8",  # Exchange: the sender is blocked for what went out before
        "5.2.252",  # Exchange: SendAsDenied, which comes after the text
        "5.7.57",  # Exchange: nobody logged in
        "5.7.60",  # Exchange: no permission to send as this sender
        "5.7.139",  # Exchange: logging in with a password is switched off
        "5.7.705",  # Exchange: the tenant has sent too much
        "5.7.708",  # Exchange: mail from this address of the network is not taken
        "5.7.750",  # Exchange: the sender's domain is not registered
    }
)


def fault_of(step: Step, code: int, said: str) -> Fault:
    """Whose fault a refusal is. code: the three figures, or below zero for an answer that is none; said: the words.

    A sender is the same for all mail, so who refuses it, or the login, refuses everything."""
    found = ENHANCED.match(said)
    enhanced = found[1] if found else ""
    if code in LOGIN_NEEDED or (code >= 500 and (enhanced in SENDER_SHUT_OUT or "SendAsDenied" in said)):
        return "channel"
    if code < 500:
        return "passing"
    if step in ("RCPT", "DATA"):
        return "message"
    too_large = code == 552 or enhanced in TOO_LARGE
    return "message" if step == "MAIL" and too_large else "channel"
