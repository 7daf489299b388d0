"""Django's settings. Everything that differs between installations comes from the environment (docs/settings.md)."""

import secrets
from pathlib import Path

import environ
from csp.constants import SELF

from lianmeng.core.language import CHINESE, ENGLISH, LOCALE_DIR
from lianmeng.people.rules.policy import policy

env = environ.Env()

# Where everything that this installation writes is kept: database, uploaded files, secret key.
DATA_DIR = Path(env.str("LIANMENG_DATA_DIR", default="var")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)

DEBUG = False


def _secret_key() -> str:
    """The key from the environment, or one made once and kept, readable by the owner only, in the data folder."""
    named: str = env.str("LIANMENG_SECRET_KEY", default="")
    if named:
        return named
    kept = DATA_DIR / "secret_key"
    if not kept.exists():
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return kept.read_text(encoding="ascii")


SECRET_KEY = _secret_key()
# A restored installation keeps the key that its values were sealed with.
_KEPT_SEALING_KEY = DATA_DIR / "sealing_key"
_SEALING_KEY = _KEPT_SEALING_KEY.read_text("ascii") if _KEPT_SEALING_KEY.exists() else SECRET_KEY
SEALING_KEY = env.str("LIANMENG_SEALING_KEY", default="") or _SEALING_KEY
KEYS_FROM_OUTSIDE = {
    name: bool(env.str(name, default="")) for name in ("LIANMENG_SECRET_KEY", "LIANMENG_SEALING_KEY")
}
DEMO = env.bool("LIANMENG_DEMO", default=False)
ALLOWED_HOSTS = env.list("LIANMENG_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
HTTPS = env.bool("LIANMENG_HTTPS", default=False)
# Where people reach the site, as https://lianmeng.example.org: links in mails and calendars begin with it.
SITE = env.str("LIANMENG_SITE", default="").rstrip("/")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "lianmeng.web",
    "lianmeng.people",  # before allauth, whose pages it draws
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "lianmeng.audit",
    "lianmeng.jobs",
    "lianmeng.documents",
    "lianmeng.schools",
    "lianmeng.imports",
    "lianmeng.standards",
    "lianmeng.notices",
    "lianmeng.ledger",
    "lianmeng.alliances",
    "lianmeng.balance",
    "lianmeng.cities",
    "lianmeng.dashboards",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "lianmeng.people.middleware.end_idle_sessions",
    "lianmeng.people.middleware.know_the_actor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "lianmeng.web.middleware.private_pages",
    "lianmeng.web.middleware.no_sign_of_nothing",
]

# --- Signing in: the figures stand in people/data/policy.toml ----------------------------
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["lianmeng.people.views.adapters.Doorkeeper"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": policy().least_letters},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "name_spelled", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboards:home"
LOGOUT_REDIRECT_URL = "dashboards:home"
SESSION_ENGINE = "lianmeng.people.queries.sessions"
SESSION_COOKIE_AGE = policy().longest_hours * 3600
PASSWORD_RESET_TIMEOUT = policy().invitation_days * 86_400
ACCOUNT_ADAPTER = "lianmeng.people.views.adapters.AccountDoor"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_UNIQUE_EMAIL = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# Attempts are counted by the address that the proxy tells: from the proxy itself they would all seem to come.
ALLAUTH_TRUSTED_PROXY_COUNT = int(HTTPS)
ACCOUNT_SESSION_REMEMBER = False  # a session ends with the browser
ACCOUNT_RATE_LIMITS = {
    "login": f"{policy().attempts_a_minute}/m/ip",
    "login_failed": f"{policy().attempts_a_minute}/m/ip,{policy().failures}/{policy().lock_minutes}m/key",
}
MFA_ADAPTER = "lianmeng.people.views.adapters.SecondStep"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Lianmeng"
MFA_ALLOW_UNVERIFIED_EMAIL = True
SOCIALACCOUNT_ADAPTER = "lianmeng.people.views.adapters.ProviderDoor"
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_CLAIM = env.str("LIANMENG_OIDC_CLAIM", default="preferred_username")
OIDC_ISSUER = env.str("LIANMENG_OIDC_ISSUER", default="")
_OIDC = {
    "provider_id": "city",
    "name": env.str("LIANMENG_OIDC_NAME", default="OpenID Connect"),
    "client_id": env.str("LIANMENG_OIDC_CLIENT_ID", default=""),
    "secret": env.str("LIANMENG_OIDC_SECRET", default=""),
    "settings": {"server_url": OIDC_ISSUER, "oauth_pkce_enabled": True},
}
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [_OIDC] if OIDC_ISSUER else []}}

ROOT_URLCONF = "lianmeng.config.urls"
WSGI_APPLICATION = "lianmeng.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "lianmeng.web.context.page_frame",
                "lianmeng.cities.views.made_up.made_up_line",
            ],
            "builtins": ["django.templatetags.i18n", "lianmeng.web.templatetags.lianmeng"],
        },
    }
]

FORM_RENDERER = "lianmeng.web.widgets.Renderer"

# --- Database: embedded SQLite unless an address is given -----------------------------------------------------------
_DATABASE = env.db_url("LIANMENG_DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'lianmeng.sqlite3'}")
if _DATABASE["ENGINE"] == "django.db.backends.sqlite3":
    # One writer at a time, readers never wait: write-ahead log, and a writer takes its lock at the start.
    _DATABASE["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    _DATABASE["CONN_HEALTH_CHECKS"] = True
    # A question asked that often with other values is planned once (`database/prepared.py`).
    _DATABASE.setdefault("OPTIONS", {}).setdefault("prepare_threshold", 2)
_DATABASE["CONN_MAX_AGE"] = 60
DATABASES = {"default": _DATABASE}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Languages -------------------------------------------------------------------------------------------------------
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("LIANMENG_TIME_ZONE", default="Asia/Shanghai")
LANGUAGE_CODE = CHINESE
LANGUAGES = [(CHINESE, "中文"), (ENGLISH, "English")]
LOCALE_PATHS = [LOCALE_DIR]

# --- Files -----------------------------------------------------------------------------------------------------------
CACHES = {
    # What several processes must know alike: failed sign-ins, codes that were used.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kept_counts"},
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 300},  # drawn pages, about 30 kB each
    },
}
STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "files"
FONTS_DIR = env.str("LIANMENG_FONTS", default="")  # further fonts for official documents
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
REGISTER_MAX_COLUMNS = 500
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2 * REGISTER_MAX_COLUMNS + 20  # a role and a name for each column
IMPORT_MAX_BYTES = env.int("LIANMENG_IMPORT_MAX_MB", default=200) * 1024 * 1024
REGISTER_MAX_BYTES = env.int("LIANMENG_REGISTER_MAX_MB", default=20) * 1024 * 1024
REGISTER_MAX_ROWS = env.int("LIANMENG_REGISTER_MAX_ROWS", default=60_000)
REGISTER_KEEP_DAYS = env.int("LIANMENG_REGISTER_KEEP_DAYS", default=7)

# --- Mail: only where a server is named -----------------------------------------------------------------------------
vars().update(env.email_url("LIANMENG_MAIL_URL", default="dummymail://"))
EMAIL_TIMEOUT = 30
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("LIANMENG_MAIL_FROM", default="lianmeng@localhost")
AUDIT_MAIL_TO = env.list("LIANMENG_AUDIT_MAIL_TO", default=[])

# --- Safety ----------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # the arrows and ticks of the style sheet, until ours has come as well
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = False  # the proxy in front redirects; it also knows the certificate
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "lianmeng.web.views.form_expired"

# One line of JSON for each happening; of an address only its pattern, never what people typed or who they are.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "lianmeng.web.log_lines.Line"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "lianmeng": {"level": "INFO"},
        # A request for a host that is not ours is answered; it needs no trace in the log.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
