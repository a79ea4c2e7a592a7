"""The way to servers of others: proxies, authorities, and the guard on every way."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from alerts.channels import DeliveryError
from alerts.channels.web import TimeOuts, Web
from tests.alerts.channels.proxy import Proxy, running_proxy

PROXIES = [f"{scheme}_proxy" for scheme in ("http", "https", "all", "no")]


def public(host: str) -> bool:
    """As the guard of the house: names are judged by where they lead."""
    return not host.startswith(("127.", "10.", "::1", "192.168."))


def web(**settings: Any) -> Web:
    return Web(**({"allowed": public, "timeouts": TimeOuts(2, 1, 4)} | settings))


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def proxy(httpserver: HTTPServer) -> Iterator[Proxy]:
    """A proxy that knows the way to hook.example: our own server."""
    httpserver.expect_request("/hook").respond_with_data("taken")
    with running_proxy() as running:
        running.leads["hook.example"] = httpserver.port
        yield running


@pytest.fixture
def tls_server(certificate: tuple[Path, ssl.SSLContext]) -> Iterator[HTTPServer]:
    """Our own server as https."""
    with HTTPServer("127.0.0.1", ssl_context=certificate[1]) as server:
        server.expect_request("/hook").respond_with_data("taken")
        yield server


def test_what_goes_out_goes_through_the_proxy(proxy: Proxy) -> None:
    asking = web(proxy=proxy.address, allow_private=["hook.example"])
    assert asking.post("http://hook.example/hook", b"{}", {}).body == b"taken"
    assert proxy.asked == ["POST http://hook.example/hook HTTP/1.1"]


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy"])
def test_the_environments_proxy_is_used_where_the_config_has_none(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, proxy.address)
    assert web(allow_private=["hook.example"]).post("http://hook.example/hook", b"{}", {}).status == 200
    assert len(proxy.asked) == 1


@pytest.mark.parametrize("from_environment", [False, True])
def test_hosts_under_no_proxy_are_asked_straight(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch, from_environment: bool
) -> None:
    if from_environment:
        monkeypatch.setenv("no_proxy", ".example")
    asking = web(proxy=proxy.address, no_proxy=() if from_environment else [".example"], allow_private=["hook.example"])
    with pytest.raises(DeliveryError, match=r"hook\.example cannot be reached"):
        asking.post("http://hook.example/hook", b"{}", {})
    assert proxy.asked == []


def test_this_machine_is_asked_straight(proxy: Proxy, httpserver: HTTPServer) -> None:
    asking = web(proxy=proxy.address, allow_private=["localhost"])
    assert asking.post(httpserver.url_for("/hook"), b"{}", {}).status == 200
    assert proxy.asked == []


def test_certificates_are_checked_through_a_proxy_too(
    proxy: Proxy, tls_server: HTTPServer, certificate: tuple[Path, ssl.SSLContext]
) -> None:
    proxy.leads["hook.example"] = tls_server.port
    url = "https://hook.example/hook"
    with pytest.raises(DeliveryError, match=r"hook\.example cannot be reached: .*CERTIFICATE_VERIFY_FAILED") as refused:
        web(proxy=proxy.address).post(url, b"{}", {})
    assert refused.value.fault == "channel"
    assert web(proxy=proxy.address, ca_file=certificate[0]).post(url, b"{}", {}).body == b"taken"
    assert [line.rpartition(" ")[0] for line in proxy.asked] == ["CONNECT hook.example:443"] * 2


def test_authorities_of_the_organisation_are_trusted_beside_the_usual_ones(
    tls_server: HTTPServer, certificate: tuple[Path, ssl.SSLContext]
) -> None:
    url = f"https://127.0.0.1:{tls_server.port}/hook"
    with pytest.raises(DeliveryError, match="CERTIFICATE_VERIFY_FAILED"):
        web(allow_private=["127.0.0.1"]).post(url, b"{}", {})
    asking = web(allow_private=["127.0.0.1"], ca_file=certificate[0])
    assert asking.post(url, b"{}", {}).body == b"taken"
    assert len(asking._tls.get_ca_certs()) > 1


@pytest.mark.parametrize("host", ["10.0.0.8", "127.0.0.2", "[::1]"])
def test_through_a_proxy_a_private_address_is_refused_before_it_is_asked(proxy: Proxy, host: str) -> None:
    with pytest.raises(DeliveryError, match="private address") as refused:
        web(proxy=proxy.address).post(f"https://{host}/hook", b"{}", {})
    assert refused.value.fault == "channel"
    assert proxy.asked == []


def test_through_a_proxy_a_name_that_leads_to_a_private_address_is_refused(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo

    def lookup(host: str, *rest: Any, **options: Any) -> Any:
        return real("10.0.0.8" if host == "inside.example" else host, *rest, **options)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    with pytest.raises(DeliveryError, match=r"inside\.example is a private address"):
        web(proxy=proxy.address).post("https://inside.example/hook", b"{}", {})
    assert proxy.asked == []


def test_a_proxy_that_is_not_there_may_come_back(httpserver: HTTPServer) -> None:
    asking = web(proxy="http://user:pr0xyw0rd@127.0.0.1:9", allow_private=["hook.example"])
    with pytest.raises(DeliveryError, match=r"hook\.example cannot be reached") as failed:
        asking.post("http://hook.example/hook", b"{}", {})
    assert (failed.value.fault, failed.value.unanswered) == ("passing", False)
    assert "pr0xyw0rd" not in str(failed.value)
