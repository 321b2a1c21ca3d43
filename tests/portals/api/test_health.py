"""What machines ask: health, request ids, logs, headers."""

import json
import logging

import pytest

from lms.portals.kit import request_id
from lms.project.logs import JsonFormatter

pytestmark = pytest.mark.django_db


def test_the_process_says_that_it_lives(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").json() == {"status": "ok"}


def test_every_part_is_asked(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {
        "status": "ok",
        "database": "ok",
        "broker": "ok",
        "channel_layer": "ok",
    }


def test_a_dead_broker_is_named(client, settings):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:1/0"
    response = client.get("/readyz")
    assert response.status_code == 503
    assert (response.json()["broker"], response.json()["database"]) == ("down", "ok")


@pytest.mark.parametrize(
    ("sent", "is_echoed"), [("abc-12345678", True), ("<script>", False), ("x\ny12345678", False)]
)
def test_the_request_id_is_echoed_where_it_is_harmless(client, sent, is_echoed):
    response = client.get("/healthz", headers={"X-Request-ID": sent})
    assert (response["X-Request-ID"] == sent) == is_echoed
    assert len(response["X-Request-ID"]) >= 8


def test_log_lines_are_json_with_the_id_of_their_request():
    token = request_id.current.set("abc-12345678")
    try:
        line = logging.LogRecord("lms", logging.WARNING, __file__, 1, "Sổ %s", ("chốt\nrồi",), None)
        request_id.RequestIdFilter().filter(line)
        written = JsonFormatter().format(line)
    finally:
        request_id.current.reset(token)
    assert "\n" not in written
    assert json.loads(written) | {"time": ""} == {
        "time": "",
        "level": "WARNING",
        "logger": "lms",
        "message": "Sổ chốt\nrồi",
        "request_id": "abc-12345678",
    }


def test_pages_carry_a_strict_policy(client):
    response = client.get("/tai-khoan/dang-nhap/")
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_stranger_to_a_page_gets_a_way_on(client):
    response = client.get("/khong-co-trang-nay/")
    assert response.status_code == 404
    assert "Vững Việc" in response.content.decode()
