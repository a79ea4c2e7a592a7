"""What fails and recovers as one, and what of an address may be seen."""

from __future__ import annotations

from alerts.channels import line_of, shown


def test_all_mail_goes_by_one_line_and_every_other_address_by_its_own() -> None:
    assert line_of("email", "desk@example.org") == line_of("email", "other@example.org") == "email"
    assert line_of("webhook", "https://example.org/a") == "webhook https://example.org/a"
    assert line_of("apprise", "ntfy://example") != line_of("apprise", "ntfy://other")
    assert line_of("log", "log") == "log"


def test_of_a_web_address_only_host_and_end_are_shown() -> None:
    teams = "https://x:pw@prod.logic.azure.com:443/workflows/0a/triggers/manual/paths/invoke?sp=%2Ft&sig=s3cr3tS1gn4tur3"
    assert shown("webhook", teams) == "https://prod.logic.azure.com/…tur3"
    assert shown("apprise", "ntfys://token@ntfy.example/alarm") == "ntfys://ntfy.example/…larm"
    assert shown("email", "desk@example.org") == "desk@example.org"
    assert shown("webhook", "https://example.org/hook") == "https://example.org/…hook"
