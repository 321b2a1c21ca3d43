"""The files of the production shape fit the code: no Docker engine is needed to see that."""

import re
import shlex

import yaml

from lms.project.celery import app
from tests.architecture.source import ROOT

COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES = COMPOSE["services"]
OURS = ("migrate", "web", "worker", "beat")


def test_all_parts_are_there_and_watched():
    assert set(SERVICES) == {*OURS, "postgres", "redis"}
    assert all("healthcheck" in SERVICES[name] for name in SERVICES if name != "migrate")


def test_migrations_are_a_step_of_their_own():
    for name in ("web", "worker", "beat"):
        assert SERVICES[name]["depends_on"]["migrate"] == {
            "condition": "service_completed_successfully"
        }
        assert "migrate" not in SERVICES[name].get("command", [])


def test_our_containers_hold_no_privileges():
    docker = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(r"^USER lms$", docker, re.MULTILINE)
    for name in OURS:
        assert SERVICES[name]["read_only"]
        assert SERVICES[name]["cap_drop"] == ["ALL"]


def test_every_volume_is_declared():
    used = {v.split(":")[0] for s in SERVICES.values() for v in s.get("volumes", [])}
    assert used == set(COMPOSE["volumes"])


def test_secrets_are_asked_for_and_not_written():
    text = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    assert "POSTGRES_PASSWORD:?" in text
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    empty = {line.split("=")[0] for line in example.splitlines() if line.endswith("=")}
    assert {"SECRET_KEY", "POSTGRES_PASSWORD", "OIDC_SECRET"} <= empty


def test_the_commands_name_what_exists():
    for name in ("worker", "beat"):
        assert SERVICES[name]["command"][:3] == ["celery", "-A", "lms.project.celery"]
    app.loader.import_default_modules()
    assert {entry["task"] for entry in app.conf.beat_schedule.values()} <= set(app.tasks)


def test_demo_and_image_serve_alike():
    """The sizes and time-outs of sockets are the same in `make run` and in the image."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8").replace("\\\n", " ")
    docker = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    serve = next(line for line in makefile.splitlines() if "uvicorn" in line and "asgi" in line)
    words = shlex.split(serve.replace("$(PORT)", "8000").replace("@", ""))
    for option in ("--ws", "--ws-max-size", "--ws-ping-interval", "--timeout-graceful-shutdown"):
        assert f'"{option}", "{words[words.index(option) + 1]}"' in docker
