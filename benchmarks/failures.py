"""What is lost in three ordinary failures, beside urlwatch in the same run.

    python -m benchmarks.failures [URLWATCH]

URLWATCH is the program, urlwatch on the PATH where nothing is said; `pip install urlwatch` in an environment of its own
makes one. It is no part of wardwatch and nothing of it is needed.

Both watch what is served on loopback and mail what is new to the same kind of mail server: about a hundred news each.
The failures: the mail server says 451 for one cycle; SIGKILL in mid-check; SIGKILL while the mail server is slow. Then
both are run undisturbed until nothing more comes. Lost: news that no mail tells. Repeated: news that two mails tell;
of wardwatch also how many of these came under a new id, which a reader's program cannot know for a repeat.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.databases import Databases
from tests.delivery.harness import Office, office
from tests.delivery.receivers import of_mail
from tests.town import DESK
from wardwatch.demo.post import MailBox, wait_until
from wardwatch.demo.web import Page, Request, WebServer

PAGES = 100
OUTLETS = 70
CALM_CYCLES = 3
PATIENCE = 240.0


@dataclass(frozen=True)
class Score:
    """What became of the news."""

    news: int
    lost: int
    repeated: int
    anew: int | None = None

    def __str__(self) -> str:
        anew = "" if self.anew is None else f", {self.anew} under a new id"
        return f"{self.lost:3} of {self.news} lost, {self.repeated} repeated{anew}"


CONFIG = """\
display: {{new: false, error: false, unchanged: false}}
report:
  text: {{line_length: 75, details: true, footer: false}}
  email:
    enabled: true
    from: urlwatch@example.org
    to: desk@example.org
    subject: "{{count}} changes"
    method: smtp
    smtp: {{host: 127.0.0.1, port: {port}, starttls: false, auth: false}}
"""


class Pages:
    """A hundred pages, each of which changes once."""

    def __init__(self) -> None:
        self.asked = 0
        self.changed = False

    def answer(self, request: Request) -> Page | None:
        """A page, before or after its change."""
        self.asked += 1
        number = request.target.removeprefix("/")
        return Page(f"<p>The page of {number}.</p>{f'<p>news-{number}-</p>' if self.changed else ''}".encode())


class Urlwatch:
    """urlwatch with its own folder, over pages of loopback."""

    def __init__(self, program: str, folder: Path, pages: Pages, mail: MailBox, base: str) -> None:
        self.pages, self.mail = pages, mail
        (folder / "urls.yaml").write_text(
            "---\n".join(f"name: page {number}\nurl: {base}/{number:03}\n" for number in range(PAGES)), encoding="utf-8"
        )
        (folder / "config.yaml").write_text(CONFIG.format(port=mail.port), encoding="utf-8")
        names = (("urls", "urls.yaml"), ("config", "config.yaml"), ("cache", "cache.db"), ("hooks", "hooks.py"))
        self._command = [program, *(word for name, file in names for word in (f"--{name}", str(folder / file)))]

    def begins(self) -> subprocess.Popen[bytes]:
        """Begin one check of all pages."""
        return subprocess.Popen(self._command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def checks(self, cycles: int = 1) -> None:
        """Check all pages, undisturbed."""
        for _ in range(cycles):
            self.begins().wait()

    def score(self) -> Score:
        """How often each change was mailed."""
        told = Counter(number for one in self.mail.mails for number in set(re.findall(r"\+.*news-(\d+)-", one.text)))
        return Score(PAGES, PAGES - len(told), sum(times - 1 for times in told.values()))


def urlwatch_mail_server_says_451(watch: Urlwatch) -> None:
    """One check while no mail is taken."""
    watch.mail.refusal = "451 4.3.0 try again later"
    watch.checks()
    watch.mail.refusal = None


def urlwatch_killed_in_mid_check(watch: Urlwatch) -> None:
    """Killed when it has asked for half of the pages."""
    asked, check = watch.pages.asked, watch.begins()
    wait_until(lambda: watch.pages.asked >= asked + PAGES // 2, PATIENCE)
    check.kill()
    check.wait()


def urlwatch_killed_while_mail_is_slow(watch: Urlwatch) -> None:
    """Killed while it waits for the mail server's answer."""
    watch.mail.hangs = True
    check = watch.begins()
    wait_until(lambda: bool(watch.mail.hanging), PATIENCE)
    check.kill()
    check.wait()
    watch.mail.hangs = False


def mail_server_says_451(watch: Office) -> None:
    """A life in which everything is read, and no mail is taken."""
    watch.mail.refusal = "451 4.3.0 try again later"
    service = watch.starts()
    wait_until(lambda: watch.has_read_everything(), PATIENCE)
    service.terminate()
    watch.mail.refusal = None


def killed_in_mid_check(watch: Office) -> None:
    """Killed when it has asked for half of the pages."""
    asked, service = len(watch.town.asked), watch.starts()
    pages = sum(len(outlet.paper.items) for outlet in watch.town.outlets)
    wait_until(lambda: len(watch.town.asked) >= asked + 2 * len(watch.town.outlets) + pages // 2, PATIENCE)
    service.kill()


def killed_while_mail_is_slow(watch: Office) -> None:
    """Killed while it waits for the mail server's answer."""
    watch.mail.hangs = True
    service = watch.starts()
    wait_until(lambda: bool(watch.mail.hanging), PATIENCE)
    service.kill()
    watch.mail.hangs = False


FAILURES: dict[str, tuple[Callable[[Urlwatch], None], Callable[[Office], None]]] = {
    "the mail server says 451 for one cycle": (urlwatch_mail_server_says_451, mail_server_says_451),
    "SIGKILL in mid-check": (urlwatch_killed_in_mid_check, killed_in_mid_check),
    "SIGKILL with a slow mail server": (urlwatch_killed_while_mail_is_slow, killed_while_mail_is_slow),
}


def of_urlwatch(program: str, folder: Path, failure: Callable[[Urlwatch], None]) -> Score:
    """What urlwatch loses and repeats."""
    pages = Pages()
    with MailBox() as mail, WebServer() as web:
        watch = Urlwatch(program, folder, pages, mail, web.open(pages))
        watch.checks()
        pages.changed = True
        failure(watch)
        watch.checks(CALM_CYCLES)
        return watch.score()


def of_wardwatch(database: str, folder: Path, failure: Callable[[Office], None]) -> Score:
    """What wardwatch loses and repeats, by mail."""
    with office(folder, database, outlets=OUTLETS) as watch:
        watch.mail.longest = 0.0
        watch.town.publishes(len(watch.town.held))
        failure(watch)
        watch.ends_in_peace(PATIENCE)
        found, told = watch.account(), Counter(one.id for one in map(of_mail, watch.mail.mails) if one.to == DESK)
        lost, anew = (sum(to == DESK for to, _ in some) for some in (found.lost, found.anew))
        return Score(found.stories, lost, sum(times - 1 for times in told.values()), anew)


def main() -> None:
    """Print what each lost and repeated."""
    program = sys.argv[1] if len(sys.argv) > 1 else shutil.which("urlwatch")
    if not program:
        sys.exit("urlwatch is not on the PATH: install it in an environment of its own, and name the program")
    with Databases() as databases:
        for name, (theirs, ours) in FAILURES.items():
            print(f"{name}:")
            print(f"  urlwatch                {of_urlwatch(program, databases.new('SQLite')[1], theirs)}", flush=True)
            for kind in ("SQLite", "PostgreSQL"):
                print(f"  {f'wardwatch, {kind}':22}  {of_wardwatch(*databases.new(kind), ours)}", flush=True)


if __name__ == "__main__":
    main()
