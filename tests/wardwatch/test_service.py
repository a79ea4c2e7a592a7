"""The service as a process of its own: it tells what is published, ends when asked, and survives being killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.fakes import MailBox, Newspaper, newspaper
from wardwatch.demo.post import wait_until
from wardwatch.demo.settings import written_yaml

ENOUGH = 20.0
INSPECTED = (
    "Ofsted has judged children's services in Rutland to be inadequate overall after an inspection in the spring.",
    "Inspectors found that care leavers in Rutland wait too long for help and that social workers change too often.",
)
MONEY = (
    "Spending on residential placements for children in care has left Luton Council £4.1 million over its budget.",
    "The council blames the price of children's homes and the number of children who need a foster carer.",
)


@dataclass
class Watch:
    """A paper, a mailbox, and services that watch the one for the other."""

    paper: Newspaper
    mail: MailBox
    config: Path
    services: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def starts(self) -> subprocess.Popen[bytes]:
        """Start `wardwatch run`."""
        command = [sys.executable, "-m", "wardwatch", "run", "--config", str(self.config)]
        with (self.config.parent / f"service-{len(self.services)}.log").open("wb") as log:
            service = subprocess.Popen(command, stdout=log, stderr=log, start_new_session=True)
        self.services.append(service)
        return service

    def command(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Another command beside it."""
        command = [sys.executable, "-m", "wardwatch", *words, "--config", str(self.config)]
        return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)

    def read(self, times: int = 1) -> None:
        """Wait until the paper's listing was asked so often."""
        assert wait_until(lambda: sum(one.url == self.paper.source_url for one in self.paper.asked) >= times, ENOUGH)

    def log(self, number: int = 0) -> str:
        """What a service has said."""
        return (self.config.parent / f"service-{number}.log").read_text("utf-8")


@contextmanager
def ended(watch: Watch) -> Iterator[None]:
    try:
        yield
    finally:
        for service in watch.services:
            service.kill()
            service.wait()


@pytest.fixture
def open_watch(tmp_path: Path) -> Iterator[Callable[[str], Watch]]:
    """Opens a watch on a database."""
    with newspaper("nub_news", "The Paper") as paper, MailBox() as mail:
        watch = Watch(paper, mail, tmp_path / "config.yaml")

        def opened(database: str) -> Watch:
            watch.config.write_text(config_text(watch, database), encoding="utf-8")
            return watch

        with ended(watch):
            yield opened


@pytest.fixture
def watch(open_watch: Callable[[str], Watch], sqlite_url: str) -> Watch:
    """A watch on SQLite."""
    return open_watch(sqlite_url)


def config_text(watch: Watch, database: str) -> str:
    paper = {"name": "The Paper", "url": watch.paper.source_url, "kind": watch.paper.kind, "every": "1s"}
    return written_yaml(
        {
            "contact": "test@example.org",
            "database": database,
            "sources": [paper],
            "alerts": [{"name": "Everything", "to": [{"email": "desk@example.org"}, "log"]}],
            "allow_private": [watch.paper.host],
            "email": {"host": "127.0.0.1", "port": watch.mail.port, "security": "none", "from": "ward@example.org"},
        }
    )


def test_what_is_published_while_it_runs_is_mailed(watch: Watch) -> None:
    watch.starts()
    watch.read()
    watch.paper.publishes("Rutland's children's services inadequate", *INSPECTED)

    assert watch.mail.wait_for(1, ENOUGH)
    assert watch.mail.mails[0].subject.startswith("Rutland: Ofsted - inadequate")
    assert wait_until(lambda: "Rutland: Ofsted - inadequate" in watch.log(), ENOUGH)


@pytest.mark.parametrize("wanted", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_at_once_and_well(watch: Watch, wanted: signal.Signals) -> None:
    service = watch.starts()
    watch.read()
    began = time.monotonic()
    service.send_signal(wanted)
    assert service.wait(ENOUGH) == 0
    assert time.monotonic() - began < 4
    assert "Traceback" not in watch.log()


def test_a_send_that_hangs_holds_the_exit_for_eight_seconds_and_is_repeated_with_its_id(watch: Watch) -> None:
    watch.mail.hangs = True
    service = watch.starts()
    watch.paper.publishes("Rutland's children's services inadequate", *INSPECTED)
    assert wait_until(lambda: bool(watch.mail.hanging), ENOUGH)
    began = time.monotonic()
    service.terminate()
    assert service.wait(ENOUGH) == 0
    assert time.monotonic() - began < 12

    watch.mail.hangs = False
    watch.starts()
    assert watch.mail.wait_for(1, ENOUGH)
    assert watch.mail.mails[0].message["Message-ID"] == watch.mail.hanging[0].message["Message-ID"]


def test_killed_before_the_mail_went_out_it_goes_out_once_later(watch: Watch) -> None:
    watch.mail.goes_down()
    service = watch.starts()
    watch.paper.publishes("Rutland's children's services inadequate", *INSPECTED)
    assert wait_until(lambda: "waiting" in watch.log(), ENOUGH)
    service.kill()
    service.wait()
    watch.mail.comes_back()

    delivered = watch.command("deliver", "--retry-now")
    assert delivered.returncode == 0, delivered.stderr
    watch.starts()
    watch.read(times=4)
    assert len(watch.mail.mails) == 1


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_two_services_on_one_database_tell_each_story_once(
    open_watch: Callable[[str], Watch], request: pytest.FixtureRequest, kind: str
) -> None:
    watch = open_watch(request.getfixturevalue(f"{kind}_url"))
    watch.starts()
    watch.starts()
    watch.read(times=2)
    watch.paper.publishes("Rutland's children's services inadequate", *INSPECTED)
    watch.paper.publishes("Luton spends millions too much on children's homes", *MONEY)
    assert watch.mail.wait_for(2, ENOUGH)
    asked = sum(one.url == watch.paper.source_url for one in watch.paper.asked)
    watch.read(times=asked + 4)
    assert Counter(mail.subject.partition(":")[0] for mail in watch.mail.mails) == {"Rutland": 1, "Luton": 1}
    assert "Traceback" not in watch.log(0) + watch.log(1)


def test_a_source_that_cannot_be_reached_is_one_plain_line(watch: Watch) -> None:
    watch.paper.goes_down()
    watch.starts()
    assert wait_until(lambda: "The Paper: " in watch.log(), ENOUGH)
    [line] = {line.split("  ", 1)[1] for line in watch.log().splitlines() if "The Paper: " in line}
    assert "127.0.0.1" in line
    assert "Traceback" not in watch.log()
