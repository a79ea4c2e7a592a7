"""What no page may talk a crawl into: private addresses by name, by literal, by redirect; proxies; bombs; bad TLS."""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from scraper.crawl import CrawlSettings, crawl
from scraper.report import SourceReport
from scraper.sources import Source
from tests.scraper.papers import Desk, Notebook, Paper, here, skim


@dataclass
class Visitor:
    """Visits one address with these private hosts allowed."""

    allow: tuple[str, ...] = ()
    notebook: Notebook = field(default_factory=Notebook)

    def visit(self, url: str, **more: str) -> SourceReport:
        source = Source.model_validate({"name": "Town", "url": url, **more})
        settings = CrawlSettings("desk@town.test", timedelta(), self.allow, page_seconds=3)
        desk = Desk(self.notebook)
        work = crawl(
            [source], self.notebook, desk, run=here, settings=settings, understand=skim, now=lambda: datetime.now(UTC)
        )
        return asyncio.run(work).sources[0]


def test_loopback_is_refused_unless_it_is_allowed(paper: Paper) -> None:
    url = paper.lists("/news/a-first-story")
    refused = Visitor().visit(url)
    assert refused.trouble is not None
    assert refused.trouble.startswith(f"{paper.host} is at a private address (127.0.0.1); to ask it all the same")
    assert paper.asked == []
    assert Visitor((paper.host,)).visit(url).outcomes == {"new": 1}


def test_an_address_with_a_log_in_is_refused(paper: Paper) -> None:
    report = Visitor(("127.0.0.1",)).visit(f"http://town.test:80@{paper.host}/news")
    assert report.trouble == f"http://town.test:80@{paper.host}/news is no web address"


@pytest.mark.parametrize("host", ["localhost", "2130706433", "0177.0.0.1", "127.1", "[::ffff:127.0.0.1]", "0.0.0.0"])
def test_no_other_way_to_write_loopback_gets_there(paper: Paper, host: str) -> None:
    port = paper.host.partition(":")[2]
    report = Visitor(("127.0.0.1",)).visit(f"http://{host}:{port}/news")
    assert report.trouble is not None
    assert "is at a private address" in report.trouble
    assert paper.asked == []


def test_a_redirect_to_a_private_address_is_refused(paper: Paper) -> None:
    with Paper("127.0.0.2") as secret:
        secret.page("/secret", "<main><a href='/a-secret-story-of-ours'>secret</a></main>")
        paper.page("/news", "", status=302, Location=f"{secret.url}/secret")
        report = Visitor(("127.0.0.1",)).visit(f"{paper.url}/news")
        assert report.trouble is not None
        assert "is at a private address (127.0.0.2)" in report.trouble
        assert secret.asked == []


def test_a_name_that_leads_to_a_private_address_is_refused(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    port = paper.host.partition(":")[2]

    def lies(host: str, port: int, **_: object) -> list[object]:
        return [(2, 1, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", lies)
    report = Visitor(("127.0.0.1",)).visit(f"http://news.town.test:{port}/news")
    assert report.trouble is not None
    assert f"news.town.test:{port} is at a private address (127.0.0.1)" in report.trouble
    assert paper.asked == []


def test_robots_txt_is_asked_first_kept_for_redirects_too(paper: Paper) -> None:
    with Paper("127.0.0.2", robots="User-agent: *\nDisallow: /closed") as other:
        paper.page("/news", "", status=302, Location=f"{other.url}/closed/news")
        report = Visitor(("127.0.0.1", "127.0.0.2")).visit(f"{paper.url}/news")
        assert report.trouble == f"robots.txt forbids us {other.url}/closed/news"
        assert [asked.path for asked in paper.asked] == ["/robots.txt", "/news"]
        assert [asked.path for asked in other.asked] == ["/robots.txt"]


def test_crawl_delay_lies_between_any_two_requests() -> None:
    with Paper(robots="User-agent: *\nCrawl-delay: 0.3") as paper:
        paper.lists("/news/the-first-story", "/news/the-second-story")
        paper.page("/news/the-first-story", "", status=302, Location="/news/the-third-story")
        paper.page("/news/the-third-story", "Third")
        Visitor(("127.0.0.1",)).visit(f"{paper.url}/news")
        at = [asked.at for asked in paper.asked]
        assert len(at) == 5
        assert min(later - sooner for sooner, later in pairwise(at)) >= 0.29


def test_proxies_of_the_environment_are_not_used(paper: Paper, monkeypatch: pytest.MonkeyPatch) -> None:
    with Paper("127.0.0.2") as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        assert Visitor(("127.0.0.1",)).visit(paper.lists("/news/a-first-story")).outcomes == {"new": 1}
        assert proxy.asked == []


def test_a_compressed_bomb_is_cut_off(paper: Paper) -> None:
    paper.page("/news", gzip.compress(b"a" * 50_000_000), Content_Encoding="gzip")
    report = Visitor(("127.0.0.1",)).visit(f"{paper.url}/news")
    assert report.trouble == f"{paper.url}/news unpacks to more than 10 MB"


def test_compressed_pages_are_read(paper: Paper) -> None:
    paper.lists("/news/a-first-story")
    page = paper.pages["/news"]
    page.body = gzip.compress(page.body)
    page.headers["Content-Encoding"] = "gzip"
    assert Visitor(("127.0.0.1",)).visit(f"{paper.url}/news").outcomes == {"new": 1}


def self_signed(folder: Path) -> ssl.SSLContext:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    start = datetime.now(UTC) - timedelta(days=1)
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = built.serial_number(1).not_valid_before(start).not_valid_after(start + timedelta(days=9))
    names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    certificate = built.add_extension(names, critical=False).sign(key, hashes.SHA256())
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


def test_a_certificate_that_nobody_vouches_for_is_not_accepted(tmp_path: Path) -> None:
    with Paper(tls=self_signed(tmp_path)) as paper:
        paper.lists("/news/a-first-story")
        host = f"localhost:{paper.host.partition(':')[2]}"
        report = Visitor(("localhost",)).visit(f"https://{host}/news")
        assert report.trouble == f"{host} shows a certificate that cannot be trusted"
        assert paper.asked == []


def test_a_certificate_that_is_vouched_for_is_accepted_for_its_own_name_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Paper(tls=self_signed(tmp_path)) as paper:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        port = paper.host.partition(":")[2]
        paper.page("/news", "<main><h2><a href='/news/a-first-story'>A first story</a></h2></main>")
        paper.page("/news/a-first-story", "Story")
        visitor = Visitor(("localhost", "127.0.0.1"))
        assert visitor.visit(f"https://localhost:{port}/news").outcomes == {"new": 1}
        report = visitor.visit(f"https://127.0.0.1:{port}/news")
        assert report.trouble == f"127.0.0.1:{port} shows a certificate that cannot be trusted"


def test_a_connection_that_breaks_off_is_said_so(paper: Paper) -> None:
    paper.page("/news", "half of it", Content_Length="5000", Connection="close")
    report = Visitor(("127.0.0.1",)).visit(f"{paper.url}/news")
    assert report.trouble == f"{paper.host} broke off its answer"
