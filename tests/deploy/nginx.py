"""nginx as a child process, with `deploy/nginx/dovidnyk.conf` and nothing else but the ports and folders of a test."""

import os
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.api.server_process import ROOT, wait_for

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")

_NAME = "guide.example.org"
_MAIN = """
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/main.error.log warn;
{user}
events {{}}
http {{
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/answers;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/dovidnyk.conf;
}}
"""


@dataclass(frozen=True, slots=True)
class Nginx:
    """nginx that answers."""

    port: int
    folder: Path
    tls: ssl.SSLContext

    @property
    def access_log(self) -> str:
        """The access log so far."""
        return (self.folder / "dovidnyk.access.log").read_text(encoding="utf-8")

    @property
    def logs(self) -> str:
        """All that it has written."""
        return "".join(file.read_text(encoding="utf-8") for file in self.folder.glob("*.log"))

    def client(self) -> httpx.Client:
        """A client that reaches it under its name."""
        headers = {"Host": _NAME}
        return httpx.Client(base_url=f"https://127.0.0.1:{self.port}", verify=self.tls, headers=headers, timeout=60)


@contextmanager
def running_nginx(folder: Path, *upstream: int, limited: bool = True) -> Iterator[Nginx]:
    """nginx in front of a server's port, or of several replicas' ports, ended when done.

    Args:
        limited: whether one address gets only so many answers a second, as deployed.
    """
    port, plain = _free_port(), _free_port()
    folder.mkdir()
    _make_certificate(folder)
    text = _with(folder, port, plain)
    text = _with_server(text, upstream[0]) if len(upstream) == 1 else _with_replicas(text, upstream)
    text = text if limited else _without_limits(text)
    (folder / "dovidnyk.conf").write_text(text, encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(_MAIN.format(folder=folder, user=user), encoding="utf-8")
    command = [str(NGINX), "-p", str(folder), "-e", str(folder / "start.error.log"), "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as process:
        try:
            wait_for(lambda: process.poll() is not None or _listens(port), "nginx listens")
            assert process.poll() is None, process.stderr.read() if process.stderr else ""
            context = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))
            yield Nginx(port, folder, context)
        finally:
            process.terminate()


def _with(folder: Path, port: int, plain: int) -> str:
    """The deployed configuration with a test's places; each must be there to be replaced."""
    text = (ROOT / "deploy" / "nginx" / "dovidnyk.conf").read_text(encoding="utf-8")
    for deployed, here in (
        ("    listen [::]:80;\n", ""),
        ("    listen [::]:443 ssl http2;\n", ""),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ssl http2;", f"listen 127.0.0.1:{port} ssl http2;"),
        (f"/etc/letsencrypt/live/{_NAME}", str(folder)),
        ("/var/log/nginx", str(folder)),
        ("/var/cache/nginx", str(folder)),
    ):
        text = _replaced(text, deployed, here)
    return text


def _with_server(text: str, port: int) -> str:
    return _replaced(text, "server 127.0.0.1:8000 ", f"server 127.0.0.1:{port} ")


def _with_replicas(text: str, ports: Sequence[int]) -> str:
    """What the configuration itself says to do for several replicas."""
    text = _replaced(text, "    server 127.0.0.1:8000 max_fails=0;\n", "")
    for number, port in enumerate(ports, start=1):
        text = _replaced(text, f"#server replica-{number}.example.org:8000 ", f"server 127.0.0.1:{port} ")
    return text


def _without_limits(text: str) -> str:
    return _replaced(text, "rate=50r/s", "rate=100000r/s")


def _replaced(text: str, deployed: str, here: str) -> str:
    assert deployed in text, deployed
    return text.replace(deployed, here)


def _make_certificate(folder: Path) -> None:
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=IP:127.0.0.1"
    )
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run([*command.split(), *files], check=True, capture_output=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as caller:
        return caller.connect_ex(("127.0.0.1", port)) == 0
