"""The product, served as the README starts it: for the browser journeys and the benchmarks."""

import contextlib
import fcntl
import http.cookiejar
import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.architecture.source import ROOT
from tests.parts import free_port


@dataclass
class Server:
    """Where the product runs, its processes, and its command line."""

    url: str
    env: dict[str, str]
    processes: list[subprocess.Popen] = field(default_factory=list)

    def manage(self, *words: str) -> str:
        """Run a management command; its output."""
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(command, cwd=ROOT, env=self.env, capture_output=True, text=True)
        if done.returncode:
            raise RuntimeError(f"{' '.join(words)}:\n{done.stdout}\n{done.stderr}")
        return done.stdout


@contextlib.contextmanager
def serve(var: Path, shared: Path | None = None) -> Iterator[Server]:
    """The demo, served by uvicorn: embedded on SQLite, or with a Celery worker where PostgreSQL and
    Redis are given.

    `shared`: where the servers of one run on SQLite find the demo that the first of them built.
    """
    port = free_port()
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "lms.project.settings.dev",
        "VAR_DIR": str(var),
        "PORT": str(port),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "PYTHONPATH": str(ROOT),
    }
    drop = _own_database(env)
    _own_queue(env)
    running = Server(env["SITE_URL"], env)
    try:
        if shared is None or env.get("DATABASE_URL"):
            running.manage("demo")
        else:
            _copy_demo(running, shared, var)
        running.processes.append(
            _start(
                "uvicorn",
                "lms.project.asgi:application",
                "--port",
                str(port),
                "--log-level",
                "warning",
                "--ws",
                "websockets-sansio",
                env=env,
                log=var / "web.log",
            )
        )
        if env.get("REDIS_URL"):
            running.processes.append(
                _start(
                    "celery",
                    "-A",
                    "lms.project.celery",
                    "worker",
                    "--beat",
                    "--pool",
                    "threads",
                    "--concurrency",
                    "2",
                    "--schedule",
                    str(var / "beat"),
                    "--loglevel",
                    "WARNING",
                    env=env,
                    log=var / "worker.log",
                )
            )
        _wait(f"{running.url}/readyz")
        yield running
    finally:
        for process in running.processes:
            process.terminate()
        for process in running.processes:
            process.wait(20)
        drop()


def _copy_demo(running: Server, shared: Path, var: Path) -> None:
    shared.mkdir(exist_ok=True)
    with (shared / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        built = shared / "var"
        if not (shared / "built").exists():
            Server(running.url, running.env | {"VAR_DIR": str(built)}).manage("demo")
            (shared / "built").touch()
    shutil.copytree(built, var, dirs_exist_ok=True)


def _own_database(env: dict[str, str]) -> Callable[[], None]:
    address = env.get("DATABASE_URL")
    if not address:
        return lambda: None
    name = f"served_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
    env["DATABASE_URL"] = f"{address.rsplit('/', 1)[0]}/{name}"

    def drop() -> None:
        with psycopg.connect(address, autocommit=True) as admin:
            admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')

    return drop


def _own_queue(env: dict[str, str]) -> None:
    """Two servers at once on one Redis would take each other's messages, and drop what they do
    not know.
    """
    if env.get("REDIS_URL"):
        worker = int(env.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
        env["REDIS_URL"] = f"{env['REDIS_URL'].rsplit('/', 1)[0]}/{worker + 1}"


def _start(program: str, *words: str, env: dict[str, str], log: Path) -> subprocess.Popen:
    binary = Path(sys.executable).parent / program
    return subprocess.Popen(
        [binary, *words], cwd=ROOT, env=env, stdout=log.open("w"), stderr=subprocess.STDOUT
    )


def _wait(url: str) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.2)


@dataclass
class Client:
    """A signed-in browser without a browser."""

    server: Server
    opener: urllib.request.OpenerDirector
    jar: http.cookiejar.CookieJar

    @classmethod
    def sign_in(cls, server: Server, login: str, password: str) -> "Client":
        jar = http.cookiejar.CookieJar()
        client = cls(
            server, urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar)), jar
        )
        page = client.get("/tai-khoan/dang-nhap/")
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page).group(1)
        client.post(
            "/tai-khoan/dang-nhap/",
            {"login": login, "password": password, "csrfmiddlewaretoken": token},
        )
        return client

    def get(self, path: str) -> str:
        with self.opener.open(self.server.url + path) as answer:
            return answer.read().decode()

    def post(self, path: str, fields: dict[str, str]) -> str:
        body = urllib.parse.urlencode(fields).encode()
        return self._send(path, body, "application/x-www-form-urlencoded")

    def post_json(self, path: str, body: object) -> str:
        return self._send(path, json.dumps(body).encode(), "application/json")

    def _send(self, path: str, body: bytes, kind: str) -> str:
        token = next((c.value for c in self.jar if c.name == "csrftoken"), "")
        request = urllib.request.Request(
            self.server.url + path, body, {"Content-Type": kind, "X-CSRFToken": token}
        )
        with self.opener.open(request) as answer:
            return answer.read().decode()
