"""Signing in through an OpenID Connect provider: a small real one on a local port stands for
VNeID.
"""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount

from lms.people.accounts.models import User


class Provider(BaseHTTPRequestHandler):
    person: dict = {}

    def do_GET(self):
        base = f"http://127.0.0.1:{self.server.server_port}"
        if self.path.endswith("/openid-configuration"):
            return self.answer(
                {
                    "issuer": base,
                    "authorization_endpoint": f"{base}/authorize",
                    "token_endpoint": f"{base}/token",
                    "userinfo_endpoint": f"{base}/userinfo",
                    "jwks_uri": f"{base}/jwks",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            )
        return self.answer(self.person)

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.answer({"access_token": "token", "token_type": "Bearer"})

    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def vneid(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Provider)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "vneid",
                    "name": "VNeID",
                    "client_id": "vung-viec",
                    "secret": "s",
                    "settings": {"server_url": f"http://127.0.0.1:{server.server_port}"},
                }
            ]
        }
    }
    settings.OIDC_STAFF_CODE_CLAIM = ""
    yield Provider
    server.shutdown()
    server.server_close()


def sign_in(client, person: dict):
    Provider.person = person
    sent = client.post("/tai-khoan/oidc/vneid/login/")
    assert sent.status_code == 302, sent.content
    state = parse_qs(urlsplit(sent.url).query)["state"][0]
    return client.get("/tai-khoan/oidc/vneid/login/callback/", {"code": "c", "state": state})


def signed_in(client) -> User | None:
    user = client.get("/healthz").wsgi_request.user
    return user if user.is_authenticated else None


def test_the_provider_stands_on_the_sign_in_page_when_it_is_configured(db, client, settings, vneid):
    assert "VNeID" in client.get("/tai-khoan/dang-nhap/").content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}
    assert "VNeID" not in client.get("/tai-khoan/dang-nhap/").content.decode()


def test_an_unknown_person_gets_no_account(cast, client, vneid):
    before = User.objects.count()
    sign_in(
        client, {"sub": "1", "email": "la@example.vn", "email_verified": True, "name": "Người Lạ"}
    )
    assert signed_in(client) is None
    assert User.objects.count() == before
    assert not SocialAccount.objects.exists()


def test_a_verified_email_opens_the_account_that_has_it(cast, client, vneid):
    person = {"sub": "7", "email": cast.lan.email.upper(), "email_verified": True}
    sign_in(client, person)
    assert signed_in(client) == cast.lan
    client.logout()
    sign_in(client, {"sub": "7"})
    assert signed_in(client) == cast.lan
    assert SocialAccount.objects.get().user == cast.lan


def test_an_email_that_the_provider_did_not_verify_opens_nothing(cast, client, vneid):
    sign_in(client, {"sub": "8", "email": cast.lan.email, "email_verified": False})
    assert signed_in(client) is None
    assert not SocialAccount.objects.exists()


def test_a_staff_code_counts_only_where_the_claim_is_configured(cast, client, settings, vneid):
    User.objects.filter(pk=cast.lan.pk).update(staff_code="NS-LAN")
    sign_in(client, {"sub": "9", "ma_cbcc": "ns-lan"})
    assert signed_in(client) is None
    settings.OIDC_STAFF_CODE_CLAIM = "ma_cbcc"
    sign_in(client, {"sub": "9", "ma_cbcc": "ns-lan"})
    assert signed_in(client) == cast.lan


def test_a_closed_account_stays_closed(cast, client, vneid):
    User.objects.filter(pk=cast.lan.pk).update(is_active=False)
    sign_in(client, {"sub": "7", "email": cast.lan.email, "email_verified": True})
    assert signed_in(client) is None
