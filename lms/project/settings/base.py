"""What every environment shares: the embedded default, turned into the production shape by the
environment alone.
"""

from datetime import timedelta
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from lms.project.settings import env

BASE_DIR = Path(__file__).resolve().parents[3]
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))

DEBUG = False
SITE_URL = env.text("SITE_URL", f"http://127.0.0.1:{env.number('PORT', 8000)}")
ROOT_URLCONF = "lms.project.urls"
ASGI_APPLICATION = "lms.project.asgi.application"
WSGI_APPLICATION = "lms.project.wsgi.application"

INSTALLED_APPS = [
    # our apps, from the lowest layer up
    "lms.core.audit",
    "lms.core.jobs",
    "lms.core.notices",
    "cms.library",
    "cms.scenarios",
    "cms.courses",
    "cms.pages",
    "cms.studio",
    "lms.people.accounts",
    "lms.people.organisation",
    "lms.people.rulebook",
    "lms.people.personnel",
    "lms.people.standards",
    "lms.people.privacy",
    "lms.people.workbooks",
    "lms.teaching.classes",
    "lms.teaching.enrolment",
    "lms.teaching.attendance",
    "lms.teaching.live",
    "lms.learning.progress",
    "lms.learning.assessment",
    "lms.learning.conduct",
    "lms.outcomes.results",
    "lms.outcomes.certificates",
    "lms.portals.kit",
    "lms.portals.console",
    # the authoring side
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "treebeard",
    # accounts
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    # Django and helpers
    "channels",
    "django_htmx",
    "lucide",
    "whitenoise.runserver_nostatic",
    "django.contrib.humanize",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "lms.portals.kit.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lms.portals.kit.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "lms.portals.kit.middleware.ActorMiddleware",
    "lms.portals.kit.second_factor.SecondFactorMiddleware",
    "lms.portals.kit.middleware.ErrorsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "lms.project.template_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lms.portals.kit.context.site_context",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "lucide.templatetags.lucide",
                "lms.portals.kit.templatetags.kit",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- data
DATABASES = {"default": env.database("DATABASE_URL", VAR_DIR / "vungviec.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.text("REDIS_URL", "")
CACHES = {
    "default": (
        {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_timeout": 3},
        }
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    )
}
CHANNEL_LAYERS = {
    "default": (
        {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            # redis-py would close idle subscriptions after its own time-out
            "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_timeout": None}]},
        }
        if REDIS_URL
        else {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    )
}
# Clock: how long the database's time is carried on by the monotonic clock before it is asked again.
CLOCK_RESYNC_SECONDS = 30

# --- work in the background
# Workers and beat run inside the web process unless a broker is given.
EMBED_WORKER = env.flag("LMS_EMBED", not REDIS_URL)
CELERY_BROKER_URL = REDIS_URL or "memory://"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"polling_interval": 0.1} if not REDIS_URL else {}
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat")
SWEEP_SECONDS = 1 if not REDIS_URL else 3
# What follows what, and which function does which job: plain tables in project/.
REACTIONS = "lms.project.reactions.REACTIONS"
JOBS = "lms.project.reactions.JOBS"
# The words of each kind of event.
EVENT_WORDS = "lms.project.event_words.EVENT_WORDS"
# Runs all of it here and now (commands that tell a story in the past).
DRAIN = "lms.project.sweep.drain"

# --- people
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "lms.people.accounts.hashers.TunedArgon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "full_name", "staff_code")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/hom-nay/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "lms.portals.account.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "lms.portals.account.adapters.SocialAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "staff_code"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {"login": "lms.portals.account.forms.SignInForm"}
ACCOUNT_RATE_LIMITS: dict[str, str] = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reset_password": "20/m/ip,5/m/key",
    "request_login_code": "20/m/ip,3/m/key",
}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "Vững Việc"
# Staff roles must have a second factor: enforced in production, offered in the demo.
MFA_REQUIRED_FOR_STAFF = env.flag("MFA_REQUIRED_FOR_STAFF", False)
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": (
            [
                {
                    "provider_id": env.text("OIDC_ID", "vneid"),
                    "name": env.text("OIDC_NAME", "VNeID"),
                    "client_id": env.text("OIDC_CLIENT_ID"),
                    "secret": env.text("OIDC_SECRET"),
                    "settings": {"server_url": env.text("OIDC_SERVER_URL")},
                }
            ]
            if env.text("OIDC_CLIENT_ID", "")
            else []
        )
    }
}
# A claim with the staff code, where the provider vouches for it; see lms.portals.account.adapters.
OIDC_STAFF_CODE_CLAIM = env.text("OIDC_STAFF_CODE_CLAIM", "")
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = False
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CSRF_FAILURE_VIEW = "lms.portals.kit.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# --- language
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "lms/project/locale"]
USE_I18N = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
# Off: grouped digits in ids, attributes and addresses would break them. Figures are grouped by
# `decimal_comma`.
USE_THOUSAND_SEPARATOR = False
FORMAT_MODULE_PATH = ["lms.project.formats"]

# --- files
STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "lms.project.assets.AssetFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
WHITENOISE_USE_FINDERS = True
# Uploads are handed out by views only, never by path.
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media-files/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- mail
# The demo keeps its mail on a page of its own.
DEMO_MAILBOX = False
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Vững Việc <khong-tra-loi@vungviec.example>")

# Shown at the foot of every page and on the help page.
SUPPORT_PHONE = env.text("SUPPORT_PHONE", "")

# --- Wagtail
WAGTAIL_SITE_NAME = "Vững Việc"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_I18N_ENABLED = False
WAGTAIL_CONTENT_LANGUAGES = [("vi", "Tiếng Việt")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
WAGTAILIMAGES_IMAGE_MODEL = "library.Picture"
WAGTAILDOCS_DOCUMENT_MODEL = "library.File"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_CONTENT_TYPES: dict[str, str] = {}
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
# No SVG: it can carry script. Renditions re-encode every picture.
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILDOCS_EXTENSIONS = [
    "pdf",
    "docx",
    "xlsx",
    "pptx",
    "odt",
    "ods",
    "csv",
    "txt",
    "vtt",
    "mp4",
    "webm",
]
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_AUTOSAVE_INTERVAL = 8000
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_WORKFLOW_ENABLED = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
# One sign-in for all: ours. Name, password and mail address are changed there too.
WAGTAIL_FRONTEND_LOGIN_URL = "/tai-khoan/dang-nhap/"
WAGTAILADMIN_LOGIN_URL = "/tai-khoan/dang-nhap/"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False

# --- security
X_FRAME_OPTIONS = "DENY"  # Wagtail's previews say SAMEORIGIN themselves
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Origins that may open a live socket; a setting of its own, so that a wide ALLOWED_HOSTS opens
# nothing.
LIVE_ORIGINS = env.words("LIVE_ORIGINS", SITE_URL)
# Look-ups of certificates a minute from one address, without signing in.
VERIFY_PER_MINUTE = env.number("VERIFY_PER_MINUTE", 20)
CONTENT_SECURITY_POLICY = {
    # Only the Wagtail admin's own pages need inline script.
    "EXCLUDE_URL_PREFIXES": ("/quan-tri/",),
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "media-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}

# --- logs
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "lms.portals.kit.request_id.RequestIdFilter"}},
    "formatters": {"json": {"()": "lms.project.logs.JsonFormatter"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "filters": ["request_id"],
        }
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "celery": {"level": "WARNING"},
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
    },
}
SILENCED_SYSTEM_CHECKS: list[str] = []
