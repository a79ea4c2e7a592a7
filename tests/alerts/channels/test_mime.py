"""A message as a mail."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

from alerts.channels import Outgoing
from alerts.channels.mime import as_mail


def test_a_mail_is_of_seven_bits_and_reads_as_it_was_written(message: Outgoing) -> None:
    sent = as_mail(message, "wardwatch@example.org", message.recipient).as_bytes()
    assert sent.isascii()
    read = message_from_bytes(sent, policy=SMTP)
    assert isinstance(read, EmailMessage)
    text, html = read.get_body(("plain",)), read.get_body(("html",))
    assert text is not None
    assert html is not None
    assert text.get_content().splitlines() == message.text.splitlines()
    assert html.get_content().strip() == message.html
