"""A real server process on a database of its own, with people who come in by cookie, ticket and
socket.
"""

import asyncio
import contextlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from websockets.asyncio.client import connect

from lms.teaching.classes.models import Meeting
from lms.teaching.live import actions
from tests.factories import people, teaching
from tests.factories.own_database import own_database
from tests.factories.people import Cast

ROOT = Path(__file__).resolve().parents[3]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class World:
    """The running server and the rows behind it."""

    cast: Cast
    port: int
    meetings: list[Meeting] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def room(self, opened: bool = True) -> Meeting:
        """A fresh class with cô Lan and thầy Minh, its meeting of today, opened."""
        meeting = teaching.running_class(self.cast).meetings.get(number=2)
        if opened:
            actions.open_room(actor=self.cast.actor(self.cast.minh), meeting=meeting)
        return meeting

    def cookie(self, user) -> str:
        client = Client()
        client.force_login(user)
        return (
            f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
        )

    def get(self, path: str, cookie: str) -> Any:
        """The JSON at `path`; a refusal is (status, None)."""
        request = urllib.request.Request(
            self.origin + path, headers={"Cookie": cookie, "Accept": "application/json"}
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, None

    def post(self, path: str, cookie: str, body: dict) -> Any:
        token = "x" * 32
        request = urllib.request.Request(
            self.origin + path,
            data=json.dumps(body).encode(),
            headers={
                "Cookie": f"{cookie}; csrftoken={token}",
                "X-CSRFToken": token,
                "Content-Type": "application/json",
            },
        )
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"{}")


class Guest:
    """One socket: folds nothing, keeps every frame."""

    def __init__(self, world: World, meeting: Meeting, user, cookie: str = "") -> None:
        self.world, self.meeting, self.user = world, meeting, user
        self.cookie = cookie or world.cookie(user)
        self.path = f"/lop/{meeting.group.code}/phong/{meeting.number}/"
        self.events: list[dict] = []
        self.frames: list[dict] = []
        self.epoch, self.seq = "", 0

    async def ticket(self) -> str:
        status, body = await asyncio.to_thread(self.world.get, f"{self.path}ve/", self.cookie)
        return body["ticket"] if status == 200 else ""

    async def dial(
        self, *, ticket: str | None = None, origin: str = "", hello: bool = True, **options
    ):
        shown_ticket = await self.ticket() if ticket is None else ticket
        address = f"ws://127.0.0.1:{self.world.port}/ws/lop/{self.meeting.group.code}/{self.meeting.number}/?ticket={shown_ticket}"
        self.socket = await connect(
            address,
            origin=origin or self.world.origin,
            additional_headers={"Cookie": self.cookie},
            compression=None,
            ping_interval=None,
            **options,
        )
        if hello:
            await self.say("hello", cid=None, epoch=self.epoch, last_seq=self.seq)
            await self.until(lambda frame: frame["type"] == "welcome")
        return self

    async def say(self, kind: str, cid: str | None = "", **data) -> str:
        frame = {"v": 1, "type": kind, "d": data}
        if cid is not None:
            frame["cid"] = cid = cid or str(uuid.uuid4())
        await self.socket.send(json.dumps(frame))
        return cid or ""

    async def until(self, is_wanted, timeout: float = 15) -> dict:
        """Read frames until one is wanted."""
        async with asyncio.timeout(timeout):
            while True:
                frame = json.loads(await self.socket.recv())
                self.take(frame)
                if is_wanted(frame):
                    return frame

    async def answer(self, cid: str) -> dict:
        return await self.until(
            lambda frame: frame["type"] in {"ack", "err"} and frame["cid"] == cid
        )

    async def upto(self, seq: int) -> None:
        while self.seq < seq:
            await self.until(lambda _frame: True)

    def take(self, frame: dict) -> None:
        self.frames.append(frame)
        if frame["type"] == "welcome":
            self.epoch = frame["epoch"]
            if "snapshot" in frame:
                self.events, self.seq = [], frame["head"]
        for event in frame.get("e", [frame] if frame.get("seq") and "by" in frame else []):
            assert event["seq"] == self.seq + 1, (event["seq"], self.seq)
            self.seq = event["seq"]
            self.events.append(event)

    async def code(self, timeout: float = 15) -> int:
        """The code with which the server closes."""
        async with asyncio.timeout(timeout):
            await self.socket.wait_closed()
        return self.socket.close_code

    async def drop(self) -> None:
        """The network is gone, without a good-bye."""
        self.socket.transport.abort()
        with contextlib.suppress(Exception):
            await self.socket.wait_closed()


@contextlib.contextmanager
def redis_server(folder: Path):
    """REDIS_URL of the environment, or a private server."""
    if os.environ.get("REDIS_URL"):
        yield os.environ["REDIS_URL"]
        return
    port = free_port()
    process = subprocess.Popen(
        [
            "redis-server",
            "--port",
            str(port),
            "--save",
            "",
            "--appendonly",
            "no",
            "--dir",
            str(folder),
        ],
        stdout=subprocess.DEVNULL,
    )
    try:
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(10)


@contextlib.contextmanager
def web_process(environment: dict[str, str], folder: Path, redis_url: str = "", port: int = 0):
    """One uvicorn process; yields its port and itself once it answers."""
    port = port or free_port()
    env = {
        **os.environ,
        **environment,
        "DJANGO_SETTINGS_MODULE": "lms.project.settings.dev",
        "LMS_EMBED": "0",
        "PORT": str(port),
        "REDIS_URL": redis_url,
        "LOG_LEVEL": "WARNING",
        "SITE_URL": f"http://127.0.0.1:{port}",
    }
    log = (folder / f"server-{port}.log").open("w+")
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        "lms.project.asgi:application",
        "--port",
        str(port),
        "--ws-per-message-deflate",
        "false",
        "--ws-max-size",
        "65536",
        "--timeout-graceful-shutdown",
        "5",
    ]
    process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=subprocess.STDOUT)
    try:
        for _ in range(300):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
                break
            assert process.poll() is None, (folder / f"server-{port}.log").read_text()
            time.sleep(0.2)
        yield port, process
    finally:
        process.terminate()
        process.wait(20)
        log.close()


@pytest.fixture(scope="module", params=["memory"])
def world(request, django_db_setup, django_db_blocker, tmp_path_factory):
    folder = tmp_path_factory.mktemp("live")
    with contextlib.ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        redis_url = stack.enter_context(redis_server(folder)) if request.param == "redis" else ""
        environment = stack.enter_context(own_database(folder))
        running = World(people.cast(), 0)
        running.port, _ = stack.enter_context(web_process(environment, folder, redis_url))
        running.start_other = lambda port=0: stack.enter_context(
            web_process(environment, folder, redis_url, port)
        )
        yield running


@pytest.fixture
def guest(world):
    return lambda meeting, user, **options: Guest(world, meeting, user, **options)
