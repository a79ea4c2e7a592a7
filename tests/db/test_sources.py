"""Sources: due, claimed by one process at a time, let go."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta

from sqlalchemy.orm import Session

from db import archive, claims
from db.archive import Watched
from db.engine import Database
from tests.db.paper import NOW

POST = Watched("Weaver Post", "https://weaverpost.example/news", "listing")
OFSTED = Watched("Ofsted", "https://reports.example/44", "ofsted")
LEASE = timedelta(hours=1)
OTHER_HOST = "elsewhere:1:1"


def remember(database: Database, *sources: Watched) -> list[str]:
    return database.write(lambda session: archive.remember_sources(session, sources, NOW))


def claim(
    database: Database, owner: str, *, after: timedelta = timedelta(), names: list[str] | None = None
) -> list[str]:
    return database.write(lambda session: archive.claim_due(session, names, owner, NOW + after, LEASE))


def test_a_new_source_is_due_at_once_and_then_when_it_was_released_for(database: Database) -> None:
    assert remember(database, POST, OFSTED) == ["Weaver Post", "Ofsted"]
    assert remember(database, POST, OFSTED) == []
    assert claim(database, OTHER_HOST) == ["Weaver Post", "Ofsted"]
    later = NOW + timedelta(minutes=30)
    assert database.write(lambda session: archive.release(session, "Ofsted", OTHER_HOST, later))
    assert claim(database, OTHER_HOST, after=timedelta(minutes=29)) == []
    assert claim(database, OTHER_HOST, after=timedelta(minutes=30)) == ["Ofsted"]


def test_a_second_process_does_not_get_a_source_that_is_claimed(database: Database) -> None:
    remember(database, POST)
    assert claim(database, OTHER_HOST) == ["Weaver Post"]
    assert claim(database, claims.own_name()) == []
    assert claim(database, claims.own_name(), names=["Weaver Post"]) == []


def test_a_claim_that_could_not_be_let_go_is_taken_again_by_its_owner_but_not_what_it_is_at_work_on(
    database: Database,
) -> None:
    remember(database, POST, OFSTED)
    assert claim(database, OTHER_HOST) == ["Weaver Post", "Ofsted"]
    again = database.write(lambda session: archive.claim_due(session, None, OTHER_HOST, NOW, LEASE, busy={"Ofsted"}))
    assert again == ["Weaver Post"]


def test_a_claim_that_outlives_its_lease_is_taken_over_and_its_first_owner_cannot_release_it(
    database: Database,
) -> None:
    remember(database, POST)
    claim(database, OTHER_HOST)
    assert claim(database, claims.own_name(), after=LEASE) == ["Weaver Post"]
    assert not database.write(lambda session: archive.release(session, "Weaver Post", OTHER_HOST, NOW))


def test_the_claim_of_a_process_that_died_on_this_host_is_taken_over_at_once(database: Database) -> None:
    code = "from db.claims import own_name; print(own_name())"
    dead = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    remember(database, POST)
    claim(database, dead)
    assert claims.is_dead(dead)
    assert claim(database, claims.own_name()) == ["Weaver Post"]


def test_a_process_that_took_over_the_number_of_a_dead_one_is_not_taken_for_it() -> None:
    host, pid, started = claims.own_name().rsplit(":", 2)
    assert not claims.is_dead(claims.own_name())
    assert claims.is_dead(f"{host}:{pid}:{int(started) - 1}")
    assert not claims.is_dead(f"another-host:{pid}:1")
    assert not claims.is_dead("nonsense")


def test_named_sources_are_claimed_due_or_not(database: Database) -> None:
    remember(database, POST, OFSTED)
    claim(database, OTHER_HOST)
    for name in ("Weaver Post", "Ofsted"):
        database.write(lambda session, name=name: archive.release(session, name, OTHER_HOST, NOW + timedelta(days=1)))
    assert claim(database, OTHER_HOST) == []
    assert claim(database, OTHER_HOST, names=["Ofsted"]) == ["Ofsted"]


def test_a_source_that_left_the_config_is_not_due_until_it_comes_back(database: Database) -> None:
    remember(database, POST, OFSTED)
    remember(database, OFSTED)
    assert claim(database, OTHER_HOST) == ["Ofsted"]
    remember(database, OFSTED, POST)
    assert claim(database, OTHER_HOST) == ["Weaver Post"]


def test_what_a_renamed_source_had_not_read_yet_is_read_under_its_new_name(database: Database) -> None:
    remember(database, POST)
    link = archive.FoundLink("https://weaverpost.example/news/1")
    database.write(lambda session: archive.add_links(session, "Weaver Post", [link], POST.url, '"1"', None, NOW))
    remember(database, POST._replace(name="The Weaver Post"))
    with database.reading() as session:
        assert archive.pending_links(session, "The Weaver Post", NOW) == [link]


def test_workers_that_start_at_once_make_each_source_once(postgres_url: str) -> None:
    known = [Watched(f"Source {number}", f"https://source{number}.example/") for number in range(200)]
    with Database.open(postgres_url) as one, Database.open(postgres_url) as other:

        def start(session: Session) -> int:
            return len(archive.remember_sources(session, known, NOW))

        starting = [one.submit(start), other.submit(start)]
        assert sorted(done.result() for done in starting) == [0, 200]
