"""Settings come from the environment; nothing here needs editing to run.

QUINCUNX_HOME      folder of the embedded database, files and keys (default: ./var)
QUINCUNX_DATABASE  sqlite:///PATH or postgresql://USER:PASSWORD@HOST:PORT/NAME
                   (default: what `quincunx init` wrote to HOME/keys/database,
                   else a file in HOME)
QUINCUNX_SCHEMA    PostgreSQL schema of the district this process serves
QUINCUNX_KEY       file of the vault's master key (default: HOME/keys/master)
QUINCUNX_HOSTS     host names served, separated by commas
QUINCUNX_ZONE      time zone of the district
QUINCUNX_LANGUAGE  language of those who have not chosen one
QUINCUNX_MAIL      smtp://USER:PASSWORD@HOST:PORT, or smtps:// (none: no e-mail is sent)
QUINCUNX_SENDER    address that e-mail comes from
QUINCUNX_KERNELS   folder where the compiled kernels of a division are kept
                   (default: quincunx/kernels in the user's cache)
QUINCUNX_NAME      name of this installation, beside the mark on every page
QUINCUNX_STEP_MINUTES  how long a second step holds for reading who somebody is (15)
QUINCUNX_JURISDICTION  what Open311 clients call this district, as jurisdiction_id
                   (default: the host name they ask)
QUINCUNX_HTTPS     1 where a browser reaches us by https: cookies stay on it
QUINCUNX_BACKUP    folder in which backups of the database arrive; its newest file tells
                   the age of the last one (none: the age is not known)
QUINCUNX_LIVE      where browsers hear what has changed: a path that the proxy passes to
                   `quincunx live` (/live), its port on the same host (:8001), or none
                   (then they ask now and then; default: /live behind https, else what
                   `quincunx serve` starts beside itself)
QUINCUNX_PROXIES   how many trusted proxies stand before us, each adding to
                   X-Forwarded-For; tries are counted by the address they tell
                   (default: 0, the header is not believed)
QUINCUNX_ADDRESS   how browsers reach this installation, https://HOST: links in mails,
                   texts and groups begin with it (none: they carry no link)
QUINCUNX_QUIET     hours in which nobody is disturbed, but for emergencies
                   (default: 22:00-07:00; each person may choose others)
QUINCUNX_CHANNELS  file of robots and of the SMS gateway, with their secrets
                   (default: HOME/keys/channels.toml)
QUINCUNX_BASEMAP   map under our own layers: a PMTiles file on this machine, or
                   addresses of pictures, https://HOST/{z}/{x}/{y}.png, with spaces
                   between where one lies over the other (default: none)
QUINCUNX_BASEMAP_SYSTEM  coordinate system of that map: WGS-84, CGCS2000, GCJ-02 or
                   BD-09; it must be said and is never guessed
QUINCUNX_BASEMAP_CREDIT  whose map it is, shown on it, with its approval number
QUINCUNX_CALLS     calls of the API that one access key has in a minute (default: 600)
QUINCUNX_INSIDE    hosts, HOST or HOST:PORT separated by commas, that may be called
                   though they lie in a private network; without TLS only these
"""

from os import environ
from pathlib import Path
from secrets import token_urlsafe
from urllib.parse import parse_qs, unquote, urlsplit

from django.utils.translation import gettext_lazy

QUINCUNX_HOME = Path(environ.get("QUINCUNX_HOME", "var")).absolute()
QUINCUNX_KEY = Path(environ.get("QUINCUNX_KEY", QUINCUNX_HOME / "keys" / "master"))
QUINCUNX_CALLS = int(environ.get("QUINCUNX_CALLS", "600"))

# --- the map under our own layers ---
QUINCUNX_BASEMAP = environ.get("QUINCUNX_BASEMAP", "")
QUINCUNX_BASEMAP_SYSTEM = environ.get("QUINCUNX_BASEMAP_SYSTEM", "")
QUINCUNX_BASEMAP_CREDIT = environ.get("QUINCUNX_BASEMAP_CREDIT", "")

# --- telling people, and calling other machines ---
QUINCUNX_ADDRESS = environ.get("QUINCUNX_ADDRESS", "").rstrip("/")
QUINCUNX_QUIET = environ.get("QUINCUNX_QUIET", "22:00-07:00")
QUINCUNX_CHANNELS = Path(
    environ.get("QUINCUNX_CHANNELS", QUINCUNX_HOME / "keys" / "channels.toml")
)
QUINCUNX_INSIDE = frozenset(filter(None, environ.get("QUINCUNX_INSIDE", "").split(",")))


# Initials are wanted of characters, not of phrases: 40 MB less in every process.
environ.setdefault("PYPINYIN_NO_PHRASES", "true")


def _kept(name: str) -> str:
    """Return what the environment says, else what `quincunx init` has kept."""
    kept = QUINCUNX_HOME / "keys" / name
    said = environ.get(f"QUINCUNX_{name.upper()}")
    return said or (kept.read_text().strip() if kept.exists() else "")


# Seconds: who waits for a database that is away is told so soon, and nobody waits
# long for one that is back.
_PATIENCE = {"timeout": 5, "reconnect_timeout": 2}


def database(url: str) -> dict[str, object]:
    """Return Django's words for a database address."""
    place = urlsplit(url)
    if place.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(url.removeprefix("sqlite:///")),
            "CONN_MAX_AGE": 600,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
                    # 2 GB less 64 KB is the most that SQLite maps.
                    "PRAGMA cache_size=-65536; PRAGMA mmap_size=2147418112;"
                ),
            },
        }
    schema = environ.get("QUINCUNX_SCHEMA", "quincunx")
    socket = parse_qs(place.query).get("host", [""])[0]
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": place.path.lstrip("/"),
        "USER": unquote(place.username or ""),
        "PASSWORD": unquote(place.password or ""),
        "HOST": place.hostname or socket,
        "PORT": str(place.port or ""),
        "CONN_HEALTH_CHECKS": True,  # the pool replaces what a restart has cut
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": 8, **_PATIENCE},
            "options": f"-c search_path={schema}",
            "connect_timeout": 3,
            "tcp_user_timeout": 10_000,  # milliseconds; a host that went silent is away
        },
    }


def _build() -> str:
    """Return the name of the built front end; addresses of static files carry it."""
    built = STATIC_FILES / "built" / "build.txt"
    return built.read_text().strip() if built.exists() else "unbuilt"


PACKAGE = Path(__file__).parent
# Before `quincunx init` a process signs for itself, and `serve` does not serve.
QUINCUNX_FOUNDED = bool(_kept("secret"))
SECRET_KEY = _kept("secret") or token_urlsafe(48)
DEBUG = False
ALLOWED_HOSTS = environ.get("QUINCUNX_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
DATABASES = {
    "default": database(
        _kept("database") or f"sqlite:///{QUINCUNX_HOME / 'quincunx.db'}"
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "staff.Person"
INSTALLED_APPS = [
    "quincunx.foundation",
    "quincunx.areas",
    "quincunx.staff",
    "quincunx.matters",
    "quincunx.registers",
    "quincunx.registers.exchange",
    "quincunx.registers.places",
    "quincunx.registers.people",
    "quincunx.registers.subjects",
    "quincunx.registers.visits",
    "quincunx.registers.renting",
    "quincunx.registers.asks",
    "quincunx.registers.handover",
    "quincunx.cases",
    "quincunx.webhooks",
    "quincunx.walls",
    "quincunx.web",
    "quincunx.portal",
    "quincunx.field",
    "quincunx.api",
    "quincunx.open311",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "quincunx.api.problems.problems",
    "quincunx.open311.errors.errors",
    "quincunx.web.shell.visit.visit",
    "quincunx.web.shell.safety.safety",
    "quincunx.web.shell.packed.Packed",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "quincunx.web.shell.size.size",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "quincunx.web.shell.sessions.sessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "quincunx.web.shell.refusals.Refusals",
]
ROOT_URLCONF = "quincunx.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "quincunx.web.shell.context.frame",
                "quincunx.web.registers.tabs.frame",
            ]
        },
    }
]
FORM_RENDERER = "quincunx.web.shell.forms.Renderer"
QUINCUNX_BACKUP = environ.get("QUINCUNX_BACKUP", "")
QUINCUNX_NAME = environ.get("QUINCUNX_NAME", "Quincunx")
# How long a second step holds for reading who somebody is.
QUINCUNX_STEP_MINUTES = int(environ.get("QUINCUNX_STEP_MINUTES", "15"))
QUINCUNX_JURISDICTION = environ.get("QUINCUNX_JURISDICTION", "")

# Throttles must agree between processes, so the cache is in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
    }
}

# --- signing in ---
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk"
ACCOUNT_ADAPTER = "quincunx.web.shell.adapters.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "20/m/ip,5/10m/key"}
# A one-time link: it dies of use, and of age (`staff.sign_in` says when).
SESAME_ONE_TIME = True
SESAME_MAX_AGE = 30 * 60
SESAME_TOKENS = ["sesame.tokens_v2"]
MFA_ADAPTER = "quincunx.web.shell.adapters.SecondSteps"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = QUINCUNX_NAME
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {
        "NAME": "django.contrib.auth.password_validation"
        ".UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("login", "name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
SESSION_COOKIE_AGE = 12 * 3600
_HTTPS = environ.get("QUINCUNX_HTTPS") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = _HTTPS
# One number for all who count tries by address: the portal, allauth and ninja.
QUINCUNX_PROXIES = int(environ.get("QUINCUNX_PROXIES", "0"))
ALLAUTH_TRUSTED_PROXY_COUNT = NINJA_NUM_PROXIES = QUINCUNX_PROXIES
QUINCUNX_LIVE = environ.get("QUINCUNX_LIVE", "/live" if _HTTPS else "")
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "quincunx.web.shell.errors.stale_form"
X_FRAME_OPTIONS = "SAMEORIGIN"

PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LANGUAGE_CODE = environ.get("QUINCUNX_LANGUAGE", "zh-hans")
LANGUAGES = [("zh-hans", gettext_lazy("Chinese")), ("en", gettext_lazy("English"))]
TIME_ZONE = environ.get("QUINCUNX_ZONE", "Asia/Shanghai")
USE_TZ = True
# The rooms bring their own.
LOCALE_PATHS = [PACKAGE / room / "locale" for room in ("cli", "demo")]
QUINCUNX_FONTS = PACKAGE / "fonts" / "built"  # of printed documents

# A new build has new addresses, so that browsers may keep what they have for ever.
STATIC_FILES = PACKAGE / "web" / "static"
STATIC_URL = f"/static/{_build()}/"

_MAIL = urlsplit(environ.get("QUINCUNX_MAIL", ""))
EMAIL_BACKEND = (
    f"django.core.mail.backends.{'smtp' if _MAIL.scheme else 'dummy'}.EmailBackend"
)
EMAIL_HOST = _MAIL.hostname or "localhost"
EMAIL_PORT = _MAIL.port or (465 if _MAIL.scheme == "smtps" else 25)
EMAIL_HOST_USER = unquote(_MAIL.username or "")
EMAIL_HOST_PASSWORD = unquote(_MAIL.password or "")
EMAIL_USE_SSL = _MAIL.scheme == "smtps"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = environ.get("QUINCUNX_SENDER", "quincunx@localhost")

# One line per event, to the terminal or to whatever keeps what services say.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
    },
    "handlers": {"lines": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["lines"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["lines"], "level": "WARNING", "propagate": False},
        "quincunx": {"handlers": ["lines"], "level": "INFO", "propagate": False},
    },
}
