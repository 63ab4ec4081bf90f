"""nginx with the very file of docs/deploy/, in front of a site: only ports, folders and a certificate are of the test's own."""

from __future__ import annotations

import re
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPSConnection
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.journeys.site import ROOT, free_port

FILE = ROOT / "docs" / "deploy" / "nginx.conf"
NAME = "ankles.example"
AROUND = """
daemon off; worker_processes 2; pid {folder}/pid; error_log {folder}/log/startup.txt; {user}
events {{ worker_connections 512; }}
http {{
  client_body_temp_path {folder}/temp/a; proxy_temp_path {folder}/temp/b; fastcgi_temp_path {folder}/temp/c;
  uwsgi_temp_path {folder}/temp/d; scgi_temp_path {folder}/temp/e;
  gzip on;  # as Debian's own nginx.conf has it
  include {folder}/ankles.conf;
}}
"""


@dataclass(frozen=True)
class Front:
    """nginx that runs: its port with TLS, its port without, its folder (cache/, log/, temp/)."""

    port: int
    plain: int
    folder: Path
    asked: list[str] = field(default_factory=list)
    # The address of this machine from which it is asked.
    come_from: str = "127.0.0.1"

    @property
    def log(self) -> list[str]:
        """The lines of its access log, once all that was asked is in it: it writes them after it has answered."""
        deadline = time.monotonic() + 40
        while True:
            lines = (self.folder / "log" / "ankles.log").read_text().splitlines()
            if len(lines) >= len(self.asked) or time.monotonic() > deadline:
                return lines
            time.sleep(0.02)

    def written(self) -> bytes:
        """All that it has on its disk: logs, cache, bodies under way."""
        return b"".join(
            path.read_bytes() for path in self.folder.rglob("*") if path.is_file() and path.suffix != ".pem"
        )

    def line(self, alpn: Sequence[str] = ("http/1.1",)) -> ssl.SSLSocket:
        """A connection with TLS."""
        context = ssl.create_default_context(cafile=str(self.folder / "tls" / "fullchain.pem"))
        context.set_alpn_protocols(list(alpn))
        return context.wrap_socket(
            socket.create_connection(("127.0.0.1", self.port), 20, (self.come_from, 0)), server_hostname=NAME
        )

    def ask(
        self, method: str, path: str, body: str | bytes | None = None, **headers: str
    ) -> tuple[int, Mapping[str, str], bytes]:
        """One request on a connection of its own: status, headers, body."""
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        with closing(HTTPSConnection(NAME, timeout=20)) as connection:
            connection.sock = self.line()
            connection.request(method, path, body, {"Host": NAME} | given)
            self.asked.append(path)
            answer = connection.getresponse()
            content = answer.read()
        return answer.status, answer.headers, content  # type: ignore[return-value]  # it is a mapping


@contextmanager
def shipped(nginx: str, folder: Path, *sites: int, more: str = "", unlimited: bool = False) -> Iterator[Front]:
    """nginx with the shipped file before sites on these ports of this machine. `more`: lines for its server with TLS;
    `unlimited`: one address may ask as much as it likes, though it is still counted (a benchmark is one address)."""
    for name in ("cache", "log", "temp", "tls"):
        (folder / name).mkdir(parents=True)
    certify(folder / "tls")
    front = Front(free_port(), free_port(), folder)
    text = adapted(FILE.read_text(), front, sites, more)
    if unlimited:
        text = (
            text.replace("rate=30r/s", "rate=1000000r/s")
            .replace("rate=3r/s", "rate=1000000r/s")
            .replace("limit_conn ankles_lines 60", "limit_conn ankles_lines 900")
        )
    (folder / "ankles.conf").write_text(text)
    user = "user root;" if Path("/proc/self").stat().st_uid == 0 else ""
    (folder / "nginx.conf").write_text(AROUND.format(folder=folder, user=user))
    command = [nginx, "-p", str(folder), "-e", str(folder / "log" / "startup.txt"), "-c", str(folder / "nginx.conf")]
    tried = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    process = subprocess.Popen(command)
    try:
        until_it_listens(front.port)
        yield front
    finally:
        process.terminate()
        process.wait(10)


def adapted(text: str, front: Front, sites: Sequence[int], more: str) -> str:
    """The shipped file with a test's ports and folders; all else is as it is shipped. Fails when a line to adapt is not there."""
    changes = {
        r"    listen \[::\]:80;\n    server_name": "    server_name",
        r"listen 80;": f"listen 127.0.0.1:{front.plain};",
        r"    listen \[::\]:443 ssl http2;\n": "",
        r"listen 443 ssl http2;": f"listen 127.0.0.1:{front.port} ssl http2;",
        r"server 127\.0\.0\.1:8000;": " ".join(f"server 127.0.0.1:{port};" for port in sites),
        r"/etc/letsencrypt/live/ankles\.example/": f"{front.folder}/tls/",
        r"/var/log/nginx/": f"{front.folder}/log/",
        r"/var/cache/nginx/ankles": f"{front.folder}/cache",
        r"    location / \{ proxy_pass": f"{more}    location / {{ proxy_pass",
    }
    for before, after in changes.items():
        text, count = re.subn(before, after.replace("\\", "\\\\"), text)
        assert count, before
    return text


def certify(folder: Path) -> None:
    """A certificate for the name, by itself."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "privkey.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )


def until_it_listens(port: int) -> None:
    """Wait for a port of this machine. Raises RuntimeError after 20 s."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise RuntimeError("nginx does not listen.")
