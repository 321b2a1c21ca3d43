"""Tests: the same code on the same parts, with cheap password hashes."""

from lms.project.settings.base import *

SECRET_KEY = "only-for-tests"  # noqa: S105 - it protects nothing
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
LIVE_ORIGINS = ["http://testserver", "http://127.0.0.1", "http://localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "lms.core.notices.mail.MailboxBackend"
DEMO_MAILBOX = True
EMBED_WORKER = False
CLOCK_RESYNC_SECONDS = 3600
WHITENOISE_AUTOREFRESH = True
MEDIA_ROOT = VAR_DIR / "test-media"
ACCOUNT_RATE_LIMITS = {}
if "postgresql" in DATABASES["default"]["ENGINE"]:
    # A plan that would take hours fails by the name of its test. Waiting for a lock counts, too.
    DATABASES["default"]["OPTIONS"] |= {"options": "-c statement_timeout=60000"}
