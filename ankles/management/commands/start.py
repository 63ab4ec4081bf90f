"""`manage.py start`: everything between a fresh clone and a running site, without a question."""

from __future__ import annotations

import contextlib
import hashlib
import os
import socket
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection, connections
from django.urls import reverse
from environs import Env

from ankles import configuration, former_files, metrics, releases, upgrades
from ankles.checks import operator_warnings
from ankles.hosts import canonical_host, is_loopback
from ankles.recurring import Recurring
from ankles.serving import CannotListen, listen, serve
from library.admin import editors
from logbook.takeout.importing import chosen_file

LOOPBACK = "127.0.0.1"
EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 (compared, never listened on unasked)


class Command(BaseCommand):
    """Makes what is missing (folder, key, tables, guide, static files), then serves until Ctrl-C."""

    help = "Set the site up and serve it with the production server."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, and with how many workers."""
        parser.add_argument("--host", default=LOOPBACK, help="address to listen on; 0.0.0.0 for the local network")
        parser.add_argument("--port", type=int, default=settings.PORT, help="port to listen on (also PORT)")
        parser.add_argument("--workers", type=int, default=2, help="worker processes")
        parser.add_argument(
            "--sweep-every", type=float, default=3600, metavar="SECONDS",
            help="how often what the privacy page does not keep any longer is deleted",
        )  # fmt: skip
        parser.add_argument("--one-way", action="store_true", help="upgrade even where that cannot be taken back")
        parser.add_argument(
            "--demo", action="store_true", help="add a demo runner with six months of entries (loopback only)"
        )

    def handle(
        self,
        *args: Any,
        host: str,
        port: int,
        workers: int,
        sweep_every: float,
        one_way: bool = False,
        demo: bool = False,
        **options: Any,
    ) -> None:
        """Set up and serve."""
        if demo and not is_loopback(host):
            raise CommandError(f"--demo is for this machine only; --host {host} lets others in.")
        if not 1 <= port <= 65535:
            raise CommandError(f"--port: {port} is not between 1 and 65535.")
        if not 1 <= workers <= 64:
            raise CommandError(f"--workers: {workers} is not between 1 and 64.")
        if not 1 <= sweep_every <= 86400:
            raise CommandError(f"--sweep-every: {sweep_every:g} is not between 1 and 86400.")
        # Everything that start makes is for its owner's eyes.
        os.umask(0o077)
        try:
            # Before the work is done, not after it: a taken port is said at once.
            listen(host, port).close()
            self.prepare(one_way=one_way)
            if demo:
                call_command("make_demo", stdout=self.stdout)
                connections.close_all()
            configuration.write_down_port(port, settings.DATA_DIR)
            self.say_hello(host, port)
            # The workers read the environment afresh.
            os.environ["PORT"] = str(port)
            os.environ["EXTRA_HOSTS"] = ",".join([*configuration.hosts_from(Env()), *local_names(host)])
            self.count_requests()
            code = serve(
                "ankles.wsgi:application",
                host=host,
                port=port,
                workers=workers,
                max_body_bytes=settings.MAX_BODY_BYTES,
                larger_bodies={reverse("admin:library_exercise_picture"): settings.MAX_PICTURE_BODY_BYTES},
                trusted_proxies=settings.TRUSTED_PROXIES,
                https=settings.SITE.secure,
                recurring=Recurring(["django", "sweep", "--unless-within", str(sweep_every)], sweep_every),
            )
        except CannotListen as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            # Ctrl-C while setting up: every step is whole or not done, and the next start goes on from there.
            self.stderr.write("Stopped before serving. Run it again to go on.")
            sys.exit(130)
        if code:
            sys.exit(code)

    def prepare(self, *, one_way: bool = False) -> None:
        """Bring tables, guide, editors' group and static files up to this release. Quick when they are."""
        try:
            releases.refuse_newer_database()
            self.upgrade(one_way)
        except DatabaseError as error:
            reason = str(error).strip().splitlines()[0]
            raise CommandError(f"The database {connection.settings_dict['NAME']} cannot be used: {reason}") from error
        settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
        call_command("seed_guide", stdout=self.stdout)
        editors.ensure_group()
        call_command("sweep")
        chosen_file.empty_former_folder()
        if collect_static_when_changed():
            self.stdout.write("Static files collected.")
        # The workers are processes of their own and open their own connections.
        connections.close_all()

    def upgrade(self, one_way: bool) -> None:
        """Bring the tables up to this release; before that, say when there would be no way back (`roll_back`)."""
        pending = upgrades.pending_migrations()
        if (stuck := upgrades.one_way_migrations(pending)) and not one_way:
            raise CommandError(
                f"This upgrade cannot be taken back ({', '.join(stuck)}). Nothing was changed. Make a backup with the older "
                "release, then start this one with --one-way.",
                returncode=configuration.NEEDS_A_HAND,
            )
        if pending:
            upgrades.begin_upgrade()
        call_command("migrate", interactive=False, verbosity=0)
        if pending:
            upgrades.end_upgrade()

    def count_requests(self) -> None:
        """Answer for metrics, where METRICS_PORT asks for them."""
        if not settings.METRICS_PORT:
            return
        try:
            metrics.start_metrics(settings.METRICS_PORT)
        except OSError as error:
            raise CommandError(
                f"METRICS_PORT: {settings.METRICS_PORT} cannot be listened on ({error.strerror})."
            ) from error
        self.stdout.write(f"Metrics are at http://127.0.0.1:{settings.METRICS_PORT}/metrics, for this machine only.")
        self.stdout.flush()

    def say_hello(self, host: str, port: int) -> None:
        """Print the address, how to make an editor, and what a public site still lacks."""
        url = settings.SITE_URL if not settings.SITE.loopback else f"http://localhost:{port}"
        self.stdout.write(f"\nAnkles is at {url} (Ctrl-C stops it)")
        if not is_loopback(host) and settings.SITE.loopback:
            for name in local_names(host):
                self.stdout.write(f"On the local network: http://{name}:{port}")
            self.stdout.write(
                "Over plain http anybody on the way can read along, and a phone will not keep the screen on or work "
                "offline. For real use put a proxy with https in front and set SITE_URL=https://your.address."
            )
        if not get_user_model().objects.filter(is_staff=True).exists():
            self.stdout.write("To edit the guide: python manage.py make_editor YOU@EXAMPLE.ORG, then open /admin/")
        for warning in operator_warnings():
            self.stdout.write(self.style.WARNING(f"Note: {warning}"))
        self.stdout.flush()


def local_names(host: str) -> list[str]:
    """Under which names this machine is reached when it listens on `host`, as browsers write them; none for loopback."""
    if is_loopback(host):
        return []
    if host not in EVERYWHERE:
        return as_browsers_write({host})
    names = {socket.gethostname()}
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        # Connecting a datagram socket sends nothing; it only asks the system which of its addresses it would use.
        probe.connect(("192.0.2.1", 9))
        names.add(probe.getsockname()[0])
    return as_browsers_write(names)


def as_browsers_write(names: set[str]) -> list[str]:
    """Names of hosts as `Host` headers carry them; without those that no browser could ask for (`my_machine`)."""
    found = set()
    for name in names:
        with contextlib.suppress(ValueError):
            found.add(canonical_host(name))
    return sorted(found)


def collect_static_when_changed() -> bool:
    """Collect static files if any of them, or a package that brings some, changed since the last time; say whether."""
    mark = settings.STATIC_ROOT / ".collected"
    state = static_state()
    if mark.exists() and mark.read_text(encoding="ascii") == state:
        return False
    before = former_files.names_in_force(settings.STATIC_ROOT)
    call_command("collectstatic", interactive=False, verbosity=0)
    # Pages of the releases before may be open, or kept on a phone: their files stay.
    former_files.forget_old_files(settings.STATIC_ROOT, before)
    mark.write_text(state, encoding="ascii")
    return True


def static_state() -> str:
    """A hash of the names, sizes and times of all static files and of the code that prepares them."""
    from django.contrib.staticfiles.finders import get_finders  # noqa: PLC0415 (needs the apps)

    sha = hashlib.sha256(Path(settings.BASE_DIR / "ankles" / "storage.py").read_bytes())
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            sha.update(f"{name} {stat.st_size} {stat.st_mtime_ns}".encode())
    return sha.hexdigest()
