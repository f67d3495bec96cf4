"""Servers that are hostile: they lead elsewhere, answer without end, or never."""

import socket
import threading
import time

import pytest
from mail_servers import Gate, gateway, gateway_channel, make_certificate, smtp_channel

from loancrm_desktop.services.messages import delivering, mail, outward
from loancrm_desktop.services.messages.design import ChannelDesign
from loancrm_desktop.services.messages.outcome import Trouble
from loancrm_desktop.services.messages.outward import Request
from loancrm_desktop.services.messages.parcel import Letter

HANG_S = 60


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return make_certificate(tmp_path_factory.mktemp("certificate"))


def told(request, **more):
    with pytest.raises(Trouble) as trouble:
        outward.ask(request, **more)
    return trouble.value.outcome.state


@pytest.mark.parametrize(
    "address",
    ["https://127.0.0.1/x", "https://localhost/x", "https://10.0.0.1/", "https://[::1]/",
     "https://169.254.169.254/latest", "https://192.168.1.1/", "https://[::ffff:127.0.0.1]/",
     "http://example.com/", "https://user:word@example.com/", "file:///etc/passwd"],
)  # fmt: skip
def test_private_places_and_other_schemes_are_not_spoken_to(address):
    assert told(Request(address, b"{}")) == "failed"


def test_a_redirect_is_not_followed(certificate):
    with gateway(certificate, Gate()) as inner, gateway(certificate, Gate(status=302)) as outer:
        outer.sends = {"Location": f"https://127.0.0.1:{inner.port}/secret"}
        channel = ChannelDesign.model_validate(gateway_channel(certificate, outer.port))
        letter = Letter("k", "13900000872", "text")
        outcome = delivering.CARRIERS["gateway"](letter, channel, {})
        assert outcome.state == "failed"
        assert len(outer.taken) == 1
        assert inner.taken == []


def test_an_endless_answer_is_cut(certificate):
    with gateway(certificate, Gate(answer=b"x" * 5_000_000)) as gate:
        request = Request(f"https://127.0.0.1:{gate.port}/", b"{}", inside=True,
                          authority=certificate.pem)  # fmt: skip
        assert len(outward.ask(request).body) == outward.MOST_BYTES


def test_a_server_that_lets_drip_is_cut_off_at_the_deadline(certificate):
    with dripping(certificate) as port:
        request = Request(f"https://127.0.0.1:{port}/", b"{}", inside=True,
                          authority=certificate.pem)  # fmt: skip
        begun = time.monotonic()
        assert told(request, deadline_s=3) == "unclear"
        assert time.monotonic() - begun < HANG_S


def test_a_mail_server_that_hangs_is_given_up_and_the_message_may_go_later(certificate):
    with dripping(certificate, greet=False) as port:
        channel = ChannelDesign.model_validate(smtp_channel(certificate, port))
        letter = Letter("k", "a@example.com", "text")
        begun = time.monotonic()
        assert mail.send(letter, channel, {}, timeout_s=1, deadline_s=5).state == "again"
        assert time.monotonic() - begun < HANG_S


class dripping:  # noqa: N801 - used as a statement
    """A server that says a byte now and then, or nothing."""

    def __init__(self, certificate, *, greet=True):
        self._context = certificate.of_server()
        self._greet = greet
        self._end = threading.Event()

    def __enter__(self):
        self._line = socket.create_server(("127.0.0.1", 0))
        self._line.settimeout(60)
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self._line.getsockname()[1]

    def __exit__(self, *_fault):
        self._end.set()
        self._thread.join()
        self._line.close()

    def _serve(self):
        plain, _ = self._line.accept()
        with self._context.wrap_socket(plain, server_side=True) as line:
            while not self._end.wait(0.05):
                if self._greet:
                    try:
                        line.sendall(b"H")
                    except OSError:
                        return


def test_a_mail_cannot_carry_headers_of_its_own():
    channel = ChannelDesign(key="m", title="m", kind="smtp", host="x", sender="a@example.com")
    letter = Letter(
        "k", "b@example.com", "text", subject="Hi\r\nBcc: c@example.com", office="O\nX: y"
    )
    message = mail.written(letter, channel)
    assert message["Bcc"] is None
    assert message["X"] is None
    assert mail.send(Letter("k", "b@example.com\nBcc: c@d.e", "t"), channel, {}).state == "failed"
