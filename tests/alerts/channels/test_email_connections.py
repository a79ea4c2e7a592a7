"""Connections of mail: kept, broken, slow and counted."""

from __future__ import annotations

import ssl
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from alerts.channels import DeliveryError, Outgoing
from alerts.channels.smtp import TimeOuts
from tests.alerts.channels.conftest import StartServer
from tests.alerts.channels.servers import MailServer, scripted
from tests.alerts.channels.test_email import channel

HASTY = TimeOuts(step=0.5, taken=0.5, whole=1.0)
GREETING, HELLO, FINE = b"220 here\r\n", b"250 hello\r\n", b"250 fine\r\n"


def until(happened: Callable[[], bool]) -> bool:
    """Whether it happened within three seconds."""
    end = time.monotonic() + 3
    while not happened() and time.monotonic() < end:
        time.sleep(0.02)
    return happened()


def test_a_connection_is_kept_for_the_next_mail(
    start_mail_server: StartServer, message: Outgoing, certificate: tuple[Path, ssl.SSLContext]
) -> None:
    server = start_mail_server(tls_context=certificate[1], require_starttls=True, login=True)
    sending = channel(server, security="starttls", username="me", password="right", ca_file=certificate[0])
    for number in range(5):
        sending.send(replace(message, public_id=str(number)))
    assert (server.connections, len(server.logins), len(server.mails)) == (1, 1, 5)


def test_an_idle_connection_is_closed_though_no_mail_follows(start_mail_server: StartServer, message: Outgoing) -> None:
    server = start_mail_server()
    sending = channel(server, idle_seconds=0.2)
    sending.send(message)
    assert until(lambda: server.open == 0)
    sending.send(message)
    assert server.connections == 2


def test_a_channel_that_nobody_uses_any_more_closes_its_connections(
    start_mail_server: StartServer, message: Outgoing
) -> None:
    server = start_mail_server()
    sending = channel(server)
    sending.send(message)
    del sending
    assert until(lambda: server.open == 0)


def test_whoever_leaves_waits_for_no_servers_goodbye(start_mail_server: StartServer, message: Outgoing) -> None:
    server = start_mail_server()
    server.waits = {"QUIT": 0.7, "DATA": 0.1}
    sending = channel(server)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: sending.send(replace(message, public_id=str(number))), range(4)))
    began = time.monotonic()
    sending.close()
    assert time.monotonic() - began < 2
    assert until(lambda: server.open == 0)


@pytest.mark.parametrize("breaks", ["drop", "421 4.4.2 idle for too long", "452 4.5.3 too many on one connection"])
def test_a_kept_connection_that_broke_is_no_failure(
    start_mail_server: StartServer, message: Outgoing, breaks: str
) -> None:
    server = start_mail_server()
    sending = channel(server)
    sending.send(message)
    if breaks == "drop":
        server.drops = "MAIL"
    else:
        server.once = [("MAIL", breaks)]
    assert sending.send(message).startswith("250")
    assert (server.connections, len(server.mails)) == (2, 2)


def test_the_same_answer_on_a_new_connection_is_one(start_mail_server: StartServer, message: Outgoing) -> None:
    server = start_mail_server()
    server.answers["MAIL"] = "421 4.3.2 going down"
    with pytest.raises(DeliveryError, match="421") as refused:
        channel(server).send(message)
    assert (refused.value.fault, refused.value.unanswered, server.connections) == ("passing", False, 1)


@pytest.mark.parametrize(("drops", "kept"), [("DATA before keeping", 0), ("DATA after keeping", 1)])
def test_when_the_answer_to_a_mail_never_comes_nobody_knows(
    start_mail_server: StartServer, message: Outgoing, drops: str, kept: int
) -> None:
    server = start_mail_server()
    server.drops = drops  # type: ignore[assignment]
    with pytest.raises(DeliveryError, match="handed over and no answer came") as lost:
        channel(server).send(message)
    assert (lost.value.unanswered, lost.value.fault, len(server.mails)) == (True, "passing", kept)


def test_a_connection_that_breaks_before_the_mail_is_whole_has_taken_nothing(message: Outgoing) -> None:
    with scripted(GREETING, HELLO, FINE, FINE) as port, pytest.raises(DeliveryError, match="broke") as lost:
        channel(MailServer(port=port)).send(message)
    assert not lost.value.unanswered


def test_a_server_that_is_slow_to_take_is_waited_for_longer_than_one_that_is_slow_to_talk(
    start_mail_server: StartServer, message: Outgoing
) -> None:
    server = start_mail_server()
    server.waits = {"DATA": 0.6}
    patient = TimeOuts(step=0.3, taken=2, whole=3)
    assert channel(server, timeouts=patient).send(message).startswith("250")
    server.waits = {"RCPT": 0.6}
    with pytest.raises(DeliveryError, match="timed out") as late:
        channel(server, timeouts=patient).send(message)
    assert not late.value.unanswered


@pytest.mark.parametrize("steps", [(b"22",), (GREETING, HELLO, b"25")])
def test_a_server_that_drips_is_cut_off(message: Outgoing, steps: tuple[bytes, ...]) -> None:
    began = time.monotonic()
    with scripted(*steps, rude=True) as port, pytest.raises(DeliveryError) as cut:
        channel(MailServer(port=port), timeouts=HASTY).send(message)
    assert cut.value.fault == "passing"
    assert time.monotonic() - began < 5


@pytest.mark.parametrize("greeting", [b"what?\r\n", b"", b"x" * 9000 + b"\r\n"])
def test_what_is_no_mail_server_may_become_one(message: Outgoing, greeting: bytes) -> None:
    with scripted(greeting) as port, pytest.raises(DeliveryError) as strange:
        channel(MailServer(port=port)).send(message)
    assert strange.value.fault in ("passing", "channel")


def test_no_more_connections_than_the_settings_have(start_mail_server: StartServer, message: Outgoing) -> None:
    server = start_mail_server()
    server.waits = {"DATA": 0.05}
    sending = channel(server, connections=3)
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: sending.send(replace(message, public_id=str(number))), range(12)))
    assert len(answers) == len(server.mails) == 12
    assert server.most_open == 3


def test_mails_leave_evenly_in_the_pace_of_the_settings(start_mail_server: StartServer, message: Outgoing) -> None:
    server = start_mail_server()
    sending = channel(server, pace="10 a second")
    began = time.monotonic()
    threads = [threading.Thread(target=sending.send, args=[replace(message, public_id=str(at))]) for at in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert max(server.at) - began >= 0.4
