"""The one-command demo and development: embedded parts, invented people, mail on a page."""

import secrets

from lms.project.settings import env
from lms.project.settings.base import *

VAR_DIR.mkdir(parents=True, exist_ok=True)
_secret = VAR_DIR / "secret_key"
if not _secret.exists():
    _secret.write_text(secrets.token_urlsafe(50), encoding="utf-8")
SECRET_KEY = _secret.read_text(encoding="utf-8")
DEBUG = env.flag("DEBUG", False)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *env.words("ALLOWED_HOSTS", "")]
LIVE_ORIGINS = env.words("LIVE_ORIGINS", "") or [
    f"http://{host}:{env.number('PORT', 8000)}" for host in ("127.0.0.1", "localhost")
]
DEMO_MAILBOX = True
EMAIL_BACKEND = "lms.core.notices.mail.MailboxBackend"
SUPPORT_PHONE = env.text("SUPPORT_PHONE", "024 0000 0000")
