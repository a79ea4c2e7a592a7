"""The folder and the log as recipients."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

import pytest
import structlog

from alerts.channels import DeliveryError, Outgoing
from alerts.channels.file import FileChannel
from alerts.channels.log import LogChannel


def test_a_message_becomes_two_files_and_a_repeat_overwrites_them(tmp_path: Path, message: Outgoing) -> None:
    channel = FileChannel(base=tmp_path)
    message = replace(message, recipient="outbox")
    assert channel.send(message) == channel.send(message)
    eml, html = sorted((tmp_path / "outbox").iterdir())
    assert eml.name == "2026-06-01-cheshire-east-ofsted-inadequate-overall-01234567.eml"
    assert html.read_text("utf-8") == message.html
    assert message_from_bytes(eml.read_bytes(), policy=policy.default)["Subject"] == message.subject


def test_a_subject_cannot_lead_out_of_the_folder(tmp_path: Path, message: Outgoing) -> None:
    FileChannel(base=tmp_path).send(replace(message, recipient="outbox", subject="../../etc/passwd"))
    assert len(list((tmp_path / "outbox").iterdir())) == 2


def test_a_folder_that_cannot_be_written_may_pass(tmp_path: Path, message: Outgoing) -> None:
    (tmp_path / "outbox").write_text("a file in the way")
    with pytest.raises(DeliveryError, match="cannot be written") as refused:
        FileChannel(base=tmp_path).send(replace(message, recipient="outbox"))
    assert refused.value.fault == "passing"


def test_the_log_gets_one_line(message: Outgoing) -> None:
    with structlog.testing.capture_logs() as lines:
        assert LogChannel().send(message) == "logged"
    assert [(line["event"], line["story"]) for line in lines] == [(message.subject, 12)]
