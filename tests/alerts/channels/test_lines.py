"""What fails and recovers as one."""

from __future__ import annotations

from alerts.channels import line_of


def test_all_mail_goes_by_one_line_and_every_other_address_by_its_own() -> None:
    assert line_of("email", "desk@example.org") == line_of("email", "other@example.org") == "email"
    assert line_of("webhook", "https://example.org/a") == "webhook https://example.org/a"
    assert line_of("apprise", "ntfy://example") != line_of("apprise", "ntfy://other")
    assert line_of("log", "log") == "log"
