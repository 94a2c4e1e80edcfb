"""Django settings; every value that differs by installation comes from the environment (``docs/settings.md``)."""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url

from qingdan.config.environment import flag, home_folder, host_list, local_address, number, one_of, secret_key

SOURCE = Path(__file__).resolve().parents[1]
HOME = home_folder(os.environ)
"""``QINGDAN_HOME``: the data folder (database, attachments, keys); default ``var/`` of the checkout."""

DEBUG = flag(os.environ, "QINGDAN_DEBUG", default=False)
DEMO = flag(os.environ, "QINGDAN_DEMO", default=False)
PRODUCTION = flag(os.environ, "QINGDAN_PRODUCTION", default=False)
SECRET_KEY = secret_key(os.environ, HOME)
ALLOWED_HOSTS = host_list(os.environ, "QINGDAN_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
WEB_WORKERS = number(os.environ, "QINGDAN_WEB_WORKERS", default=2, at_least=1)
PUBLIC_URL = os.environ.get("QINGDAN_PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CIPHER = one_of(os.environ, "QINGDAN_CIPHER", {"aes", "sm4"}, default="aes")
"""What new personal data is sealed with; what the other one sealed stays readable."""
OPINION_URL = local_address(os.environ, "QINGDAN_OPINION_URL")
SEAL_PROVIDER = one_of(os.environ, "QINGDAN_SEAL_PROVIDER", {"none", "service"}, default="none")
SEAL_URL = local_address(os.environ, "QINGDAN_SEAL_URL")
OPINION_MODEL = os.environ.get("QINGDAN_OPINION_MODEL", "local")[:100]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "qingdan.config",
    "qingdan.foundation.audit",
    "qingdan.foundation.clock",
    "qingdan.foundation.numbering",
    "qingdan.foundation.orgs",
    "qingdan.foundation.personal",
    "qingdan.foundation.documents",
    "qingdan.foundation.jobs",
    "qingdan.foundation.alerts",
    "qingdan.foundation.web",
    "qingdan.foundation.administration",
    "qingdan.policy.packs",
    "qingdan.register.lists",
    "qingdan.register.reviewing",
    "qingdan.register.existing",
    "qingdan.register.search",
    "qingdan.register.check",
    "qingdan.ledger",
    "qingdan.register.obligations",
    "qingdan.entry.admission",
    "qingdan.entry.screening",
    "qingdan.entry.dispatch",
    "qingdan.village.guides",
    "qingdan.village.seals",
    "qingdan.village.public_services",
    "qingdan.village.certificates",
    "qingdan.public.portal",
    "qingdan.public.api",
]

TRUSTED_PROXIES = number(os.environ, "QINGDAN_PROXIES", default=0, at_least=0)
"""How many reverse proxies of our own stand before the service; 0: none, forwarded headers are not believed."""
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if PRODUCTION:
    SECURE_HSTS_SECONDS = 31_536_000

MIDDLEWARE = [
    "qingdan.foundation.web.security.ClientAddressMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "qingdan.foundation.web.security.ContentSecurityPolicyMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "qingdan.foundation.web.reading.ReadingMiddleware",
    "qingdan.foundation.web.desk.ActedMiddleware",
    "qingdan.foundation.web.errors.RefusalMiddleware",
    "qingdan.public.api.errors.MethodMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROLE = one_of(os.environ, "QINGDAN_ROLE", {"all", "portal"}, default="all")
"""What this process serves: everything, or only what is public (then nobody can sign in here)."""
if ROLE == "portal":
    MIDDLEWARE.append("qingdan.foundation.web.security.PortalOnlyMiddleware")
ROOT_URLCONF = "qingdan.config.urls"
WSGI_APPLICATION = "qingdan.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "qingdan.foundation.web.context.shell",
            ],
            "builtins": ["qingdan.foundation.web.templatetags.web"],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("QINGDAN_DATABASE_URL") or f"sqlite:///{HOME / 'qingdan.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "orgs.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "qingdan.foundation.orgs.backend.AccountBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "administration:sign_in"
PASSWORD_CHANGE_URL = "administration:password"  # noqa: S105 - the name of an address
LOGIN_REDIRECT_URL = "web:home"
LOGOUT_REDIRECT_URL = "administration:sign_in"
SESSION_COOKIE_AGE = number(os.environ, "QINGDAN_SESSION_SECONDS", default=8 * 3600, at_least=300)
MOST_SESSIONS = number(os.environ, "QINGDAN_MOST_SESSIONS", default=3, at_least=1)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "attachments"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
PUBLIC_CHECKS_PER_MINUTE = number(os.environ, "QINGDAN_PUBLIC_CHECKS_PER_MINUTE", default=60, at_least=1)
TOKEN_REQUESTS_PER_MINUTE = number(os.environ, "QINGDAN_TOKEN_REQUESTS_PER_MINUTE", default=600, at_least=1)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# What is uploaded is looked through for marks of secrecy before any of it lies on a disk, also not for a moment.
FILE_UPLOAD_MAX_MEMORY_SIZE = 50 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["qingdan.foundation.documents.uploads.InMemoryUploadHandler"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "qingdan.foundation.web.errors.csrf_failure"
