"""Calling other machines: briefly, never a neighbour, whatever a name says later."""

import socket
import threading

import pytest

from quincunx.foundation import outside
from quincunx.foundation.outside import NotReached

PRIVATE = (
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254"),
    *("100.64.0.1", "0.0.0.1", "224.0.0.1", "255.255.255.255", "::1", "::"),
    *("fe80::1", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "2002:0a00:0001::"),
    "64:ff9b::a00:1",
)


@pytest.mark.parametrize("address", PRIVATE)
def test_no_address_of_a_private_network_is_public(address):
    assert not outside.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111"])
def test_addresses_of_the_open_net_are(address):
    assert outside.is_public(address)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("https://127.0.0.1/", "host-private"),
        ("https://[::ffff:127.0.0.1]/", "host-private"),
        ("https://2130706433/", "host-private"),
        ("https://localhost/", "host-private"),
        ("http://example.org/", "address-not-https"),
        ("file:///etc/passwd", "address-malformed"),
        ("https://user:secret@example.org/", "address-malformed"),
        ("https://example.org:port/", "address-malformed"),
        ("https://", "address-malformed"),
    ],
)
def test_what_may_not_be_called_is_not(url, why):
    with pytest.raises(NotReached, match=why):
        outside.call(url)


def test_a_host_that_the_settings_name_is_called(listener):
    answer = outside.call(f"{listener.url}/at?a=1", b"told", {"X-Name": "value"})
    (heard,) = listener.heard
    assert (answer.status, answer.body) == (200, b'{"errcode": 0}')
    assert (heard.method, heard.path, heard.body) == ("POST", "/at?a=1", b"told")
    assert heard.headers["X-Name"] == "value"


def test_the_same_machine_at_another_port_is_not(listener):
    with pytest.raises(NotReached, match="address-not-https"):
        outside.call(f"http://127.0.0.1:{listener.port + 1}/")


def test_no_redirect_is_followed(listener):
    listener.status, listener.headers = 302, {"Location": f"{listener.url}/other"}
    assert outside.call(listener.url).status == 302
    assert len(listener.heard) == 1


def test_an_answer_without_end_is_cut(listener, monkeypatch):
    monkeypatch.setattr(outside, "MOST", 10)
    listener.answer = b"x" * 100_000
    assert outside.call(listener.url).body == b"x" * 10


def test_who_talks_too_slowly_is_cut_off(listener):
    def drips(handler):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(600):
            try:
                handler.wfile.write(b".")
                handler.wfile.flush()
            except OSError:
                return
            cut.wait(0.05)

    cut = threading.Event()
    listener.before = drips
    try:
        got = outside.call(listener.url, patience=0.4).body
    except NotReached as fault:
        got = fault.why.encode()
    finally:
        cut.set()
    assert got == b"too-slow" or set(got) == {ord(".")}
    assert len(got) < 600


def _names(monkeypatch, *answers):
    """Let the resolver answer otherwise each time; return how often it was asked."""
    asked = []

    def resolved(host, port, **_):
        asked.append(host)
        found = answers[min(len(asked), len(answers)) - 1]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (found, port))]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    return asked


def test_a_name_that_leads_inside_is_refused(monkeypatch):
    _names(monkeypatch, "10.0.0.7")
    with pytest.raises(NotReached, match="host-private"):
        outside.call("https://hook.example/")


def test_a_name_is_asked_once_so_rebinding_gains_nothing(
    listener, settings, monkeypatch
):
    """The second answer, another machine, is never asked for."""
    settings.QUINCUNX_INSIDE = frozenset({"hook.example"})
    asked = _names(monkeypatch, "127.0.0.1", "127.0.0.2")
    connected = []

    def connecting(address, timeout):
        connected.append(address)
        # The real function would ask for the address's name, which is the address.
        made = socket.socket()
        made.settimeout(timeout)
        made.connect(address)
        return made

    monkeypatch.setattr(socket, "create_connection", connecting)
    answer = outside.call(f"http://hook.example:{listener.port}/")
    assert answer.status == 200
    assert asked == ["hook.example"]
    assert connected == [("127.0.0.1", listener.port)]
