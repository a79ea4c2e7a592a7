"""What fails and recovers as one, and what of an address may be seen."""

from __future__ import annotations

from alerts.channels import line_of, server_of, shown
from alerts.channels.log import LogChannel


def test_all_mail_goes_by_one_line_and_every_other_address_by_its_own() -> None:
    assert line_of("email", "desk@example.org") == line_of("email", "other@example.org") == "email"
    assert line_of("webhook", "https://example.org/a") == "webhook https://example.org/a"
    assert line_of("apprise", "ntfy://example") != line_of("apprise", "ntfy://other")
    assert line_of("log", "log") == "log"


def test_of_an_address_that_may_be_a_secret_only_its_end_is_shown() -> None:
    teams = (
        "https://x:pw@prod.logic.azure.com:443/workflows/0a/triggers/manual/paths/invoke?sp=%2Ft&sig=s3cr3tS1gn4tur3"
    )
    assert shown("webhook", teams) == "https://prod.logic.azure.com/…tur3"
    assert shown("apprise", "tgram://123456:bottoken/98765") == "tgram://…8765"
    assert shown("email", "desk@example.org") == "desk@example.org"
    assert shown("webhook", "https://example.org/hook") == "https://example.org/…hook"


def test_the_server_that_answers_has_a_name_and_no_secret() -> None:
    log = LogChannel()
    assert server_of(log, "https://hooks.example/services/T0/s3cr3t") == "hooks.example"
    assert server_of(log, "tgram://123456:bottoken/98765") == "tgram"
    assert server_of(log, "log") is None
