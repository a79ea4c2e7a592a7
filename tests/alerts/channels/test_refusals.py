"""What a mail server's refusal lies with."""

from __future__ import annotations

import pytest

from alerts.channels import Fault
from alerts.channels.refusals import Step, fault_of


@pytest.mark.parametrize(
    ("step", "answer", "fault"),
    [
        ("RCPT", "550 5.1.1 no such mailbox", "message"),
        ("RCPT", "550 no such mailbox", "message"),
        ("RCPT", "550 5.7.1 relaying denied", "message"),
        ("RCPT", "452 4.2.2 mailbox full", "passing"),
        ("RCPT", "450 4.2.0 greylisted", "passing"),
        ("RCPT", "530 5.7.57 Client not authenticated to send mail", "channel"),
        ("MAIL", "530 5.7.0 log in first", "channel"),
        ("MAIL", "550 5.7.60 SMTP; Client does not have permissions to send as this sender", "channel"),
        ("MAIL", "550 5.7.1 you may not", "channel"),
        ("MAIL", "553 sender rejected", "channel"),
        ("MAIL", "552 5.3.4 too large", "message"),
        ("MAIL", "552 too large", "message"),
        ("MAIL", "432 4.3.2 Concurrent connections limit exceeded", "passing"),
        ("DATA", "552 5.3.4 too large", "message"),
        ("DATA", "554 5.7.1 looks like spam", "message"),
        ("DATA", "554 5.2.252 SendAsDenied; ward@example.org not allowed to send as desk@example.org", "channel"),
        ("DATA", "554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException", "channel"),
        ("DATA", "550 5.1.8 Access denied, bad outbound sender", "channel"),
        ("DATA", "451 4.3.0 try later", "passing"),
        ("DATA", "421 4.3.2 going down", "passing"),
        ("AUTH", "535 5.7.139 Authentication unsuccessful, basic authentication is disabled", "channel"),
        ("AUTH", "535 wrong", "channel"),
        ("AUTH", "504 5.5.4 unrecognised mechanism", "channel"),
        ("AUTH", "454 4.7.0 temporary failure", "passing"),
        ("GREETING", "554 no mail from you", "channel"),
        ("GREETING", "421 too many connections", "passing"),
    ],
)
def test_what_a_refusal_lies_with(step: Step, answer: str, fault: Fault) -> None:
    code, _, said = answer.partition(" ")
    assert fault_of(step, int(code), said) == fault


def test_an_answer_that_is_none_may_pass() -> None:
    assert fault_of("MAIL", -1, "what?") == "passing"
