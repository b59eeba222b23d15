"""Made reports go out by e-mail and webhook, are tried again, and every delivery is on record."""

from __future__ import annotations

import base64
import json
import socketserver
import ssl
import threading
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_string
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from services.exports import ExportFile
from services.report_delivery import ReportDelivery
from services.settings import load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from services.container import Services
    from services.storage.kept_exports import KeptExport

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PLAIN = {"EHLO": "250 sink", "MAIL": "250 ok", "RCPT": "250 ok", "QUIT": "221 bye", "RSET": "250 ok"}


class MailSink(socketserver.StreamRequestHandler):
    """A mail server that keeps what it is given."""

    letters: list[str]

    def handle(self) -> None:
        """Answer until the client leaves."""
        self.wfile.write(b"220 sink\r\n")
        self.converse()

    def converse(self) -> None:
        """Take letters until somebody says goodbye."""
        while line := self.rfile.readline().decode().strip():
            word = line[:4].upper()
            if word == "DATA":
                self.wfile.write(b"354 go on\r\n")
                text = b"".join(iter(self.rfile.readline, b".\r\n"))
                self.letters.append(text.decode())
                self.wfile.write(b"250 ok\r\n")
                continue
            self.wfile.write(f"{PLAIN.get(word, '502 no')}\r\n".encode())
            if word == "QUIT":
                return


class TlsMailSink(MailSink):
    """The same behind TLS, from the first byte or once it is asked for; it wants a name and a password."""

    context: ssl.SSLContext
    secrets: list[str]
    begins_plain: bool

    def setup(self) -> None:
        """Shake hands where that comes first."""
        if not self.begins_plain:
            self._wrap()
        super().setup()

    def handle(self) -> None:
        """Take the password, then go on as any other."""
        self.wfile.write(b"220 sink\r\n")
        self.rfile.readline()
        if self.begins_plain:
            self.wfile.write(b"250-sink\r\n250 STARTTLS\r\n")
            self.rfile.readline()
            self.wfile.write(b"220 go on\r\n")
            self._wrap()
            super().setup()
            self.rfile.readline()
        self.wfile.write(b"250-sink\r\n250 AUTH PLAIN\r\n")
        self.secrets.append(base64.b64decode(self.rfile.readline().split()[-1]).decode())
        self.wfile.write(b"235 welcome\r\n")
        self.converse()

    def finish(self) -> None:
        """Close what was wrapped; the server closes the bare socket."""
        super().finish()
        self.request.close()

    def _wrap(self) -> None:
        """A client that does not trust the certificate leaves here."""
        self.request = self.context.wrap_socket(self.request, server_side=True)


class HookSink(BaseHTTPRequestHandler):
    """A web server that refuses as often as it is told to, then keeps what it is sent."""

    told: list[dict[str, Any]]
    refusals: list[int]

    def do_POST(self) -> None:
        """Take a message, or refuse it."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.refusals:
            self.send_error(self.refusals.pop())
            return
        self.told.append(json.loads(body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:  # the base writes to stderr
        """Say nothing."""


@contextmanager
def served(server: socketserver.TCPServer) -> Iterator[int]:
    """The port of a server that runs meanwhile."""
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield int(server.server_address[1])
    server.shutdown()
    thread.join()
    server.server_close()


def kept(services: Services) -> KeptExport:
    asked = {"period_type": "weekly", "period_start": "2026-11-09"}
    return services.export_history.keep(ExportFile("report.pdf", "application/pdf", b"%PDF-1"), asked, NOW)


def sent(services: Services, **settings: str) -> int:
    pauses: list[float] = []
    chosen = load({"DATA_DIR": str(services.settings.data_dir)} | settings)
    delivery = ReportDelivery(chosen, services.database, services.export_history, pauses.append)
    return delivery.send(kept(services))


def record(services: Services) -> list[tuple[str, int, bool]]:
    with services.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT detail FROM audit_log WHERE action = 'deliver_report'")
        return [(row[0]["way"], row[0]["tries"], row[0]["error"] is None) for row in rows]


def test_nothing_goes_out_unless_it_is_asked_for(services: Services) -> None:
    assert sent(services) == 0
    assert record(services) == []


def test_an_e_mail_carries_the_file(services: Services) -> None:
    letters: list[str] = []
    handler = type("Sink", (MailSink,), {"letters": letters})
    with served(socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)) as port:
        address = f"smtp://127.0.0.1:{port}"
        assert sent(services, SMTP_URL=address, REPORT_EMAIL_TO="a@example.com,b@example.com") == 0
    (letter,) = (message_from_string(text) for text in letters)
    assert letter["To"] == "a@example.com, b@example.com"
    (file,) = (part for part in letter.walk() if part.get_filename())
    assert (file.get_filename(), file.get_payload(decode=True)) == ("report.pdf", b"%PDF-1")
    assert record(services) == [("email", 1, True)]


def test_a_password_is_not_sent_without_encryption(services: Services) -> None:
    letters: list[str] = []
    handler = type("Sink", (MailSink,), {"letters": letters})
    with served(socketserver.ThreadingTCPServer(("127.0.0.1", 0), handler)) as port:
        address = f"smtp://user:secret@127.0.0.1:{port}"
        assert sent(services, SMTP_URL=address, REPORT_EMAIL_TO="a@example.com") == 1
    assert letters == []
    assert record(services) == [("email", 3, False)]


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of `localhost` and its key in one file, made to be thrown away."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=True)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "certificate.pem"
    form = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(made.public_bytes(Encoding.PEM) + key.private_bytes(*form))
    return path


@pytest.mark.parametrize("scheme", ["smtps", "smtp"])
@pytest.mark.parametrize("is_known", [True, False])
def test_a_letter_goes_through_tls_to_a_server_that_is_known(
    services: Services, certificate: Path, monkeypatch: pytest.MonkeyPatch, *, is_known: bool, scheme: str
) -> None:
    letters: list[str] = []
    secrets: list[str] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    if is_known:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    fields = {"letters": letters, "secrets": secrets, "context": context, "begins_plain": scheme == "smtp"}
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), type("Sink", (TlsMailSink,), fields))
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # a client that leaves is no fault
    with served(server) as port:
        address = f"{scheme}://user:s%40fe@localhost:{port}"
        assert sent(services, SMTP_URL=address, REPORT_EMAIL_TO="a@example.com") == (not is_known)
    assert secrets == (["\0user\0s@fe"] if is_known else [])
    assert len(letters) == is_known
    assert record(services) == [("email", 1, True) if is_known else ("email", 3, False)]


def test_what_failed_is_tried_again_later_and_later_until_it_works_once(services: Services) -> None:
    heard: list[dict[str, Any]] = []
    handler = type("Sink", (HookSink,), {"told": heard, "refusals": [500] * 4})
    begun = datetime.now(UTC)
    with served(HTTPServer(("127.0.0.1", 0), handler)) as port:
        hook = f"http://127.0.0.1:{port}/hook"
        assert sent(services, REPORT_WEBHOOK_URL=hook) == 1
        chosen = load({"DATA_DIR": str(services.settings.data_dir), "REPORT_WEBHOOK_URL": hook})
        delivery = ReportDelivery(chosen, services.database, services.export_history)

        def turn(hours: float) -> tuple[int, int]:
            return delivery.send_again(begun + timedelta(hours=hours))

        assert turn(0.9) == (0, 0), "not yet"
        assert turn(1.1) == (0, 1)
        assert turn(1.2) == (0, 0), "after two turns in vain it is two hours"
        assert turn(24 * 5) == (0, 0), "given up"
        assert turn(2.1) == (1, 0)
        assert turn(24) == (0, 0), "it has gone out"
    assert [told["name"] for told in heard] == ["report.pdf"]
    assert record(services) == [("webhook", 3, False), ("webhook", 1, False), ("webhook", 1, True)]


@pytest.mark.parametrize(("refusals", "tries", "failed"), [([], 1, 0), ([503, 500], 3, 0), ([500] * 3, 3, 1)])
def test_a_webhook_is_told_without_the_file_and_tried_again(
    services: Services, refusals: list[int], tries: int, failed: int
) -> None:
    heard: list[dict[str, Any]] = []
    handler = type("Sink", (HookSink,), {"told": heard, "refusals": list(refusals)})
    with served(HTTPServer(("127.0.0.1", 0), handler)) as port:
        assert sent(services, REPORT_WEBHOOK_URL=f"http://127.0.0.1:{port}/hook") == failed
    assert record(services) == [("webhook", tries, not failed)]
    assert len(heard) == 1 - failed
    for told in heard:
        assert (told["name"], told["period_type"], told["period_start"]) == (
            "report.pdf",
            "weekly",
            "2026-11-09",
        )
        assert len(told["sha256"]) == 64
        assert "content" not in told
