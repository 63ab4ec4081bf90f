"""The one settings file. Production values are the defaults; SITE_URL drives everything about security."""

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from environs import Env

from ankles import configuration, logs, secret_keys
from ankles.accounts.options import allauth_options, shared_between_workers

BASE_DIR = Path(__file__).resolve().parent.parent

configuration.tidy_environment()
env = Env()
DATA_DIR = configuration.data_dir_from(env.str("DATA_DIR", ""), BASE_DIR)
PORT = configuration.port_from(env)
SITE = configuration.site_from(env.str("SITE_URL", "") or configuration.url_on_this_machine(PORT, DATA_DIR))
SITE_URL = SITE.url
DEBUG = configuration.read_variable("DEBUG", env.bool, default=False)
SECRET_KEY = secret_keys.secret_key_from(env.str("SECRET_KEY", ""), DATA_DIR)
SECRET_KEY_FALLBACKS = secret_keys.earlier_keys_from(env.str("SECRET_KEY_FALLBACKS", ""), DATA_DIR)
OPERATOR_NAME = env.str("OPERATOR_NAME", "")
OPERATOR_CONTACT = configuration.operator_contact_from(env.str("OPERATOR_CONTACT", ""))
# Reverse proxies in front of the site (addresses, networks or a number of hops); nobody else is believed. The server reads
# it and sets the scheme and the address of a request, so Django needs no header of its own (ankles/serving.py).
TRUSTED_PROXIES = configuration.proxies_from(env.str("TRUSTED_PROXIES", ""))

# --- Who may ask -----------------------------------------------------------------------------
ALLOWED_HOSTS = [SITE.host, *(configuration.LOOPBACK_NAMES if SITE.loopback else ()), *configuration.hosts_from(env)]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURE_SSL_REDIRECT = SITE.secure
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SITE.secure else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS, SECURE_HSTS_PRELOAD = configuration.hsts_from(env.str("HSTS", ""))
# We know the own host only: its neighbours may speak http. HSTS=subdomains or HSTS=preload is the operator's to say.
SILENCED_SYSTEM_CHECKS = [] if SECURE_HSTS_PRELOAD else ["security.W005", "security.W021"]
# `same-origin` and not `no-referrer`: the latter sends `Origin: null` and breaks Django's CSRF check.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE.secure
SESSION_COOKIE_NAME = "__Host-ankles" if SITE.secure else "ankles"
CSRF_COOKIE_NAME = "__Host-ankles-csrf" if SITE.secure else "ankles-csrf"
# A browser that somebody was in with before (ankles/accounts/known_devices.py); `__Host-` would need the path `/`.
DEVICE_COOKIE_NAME = "__Secure-ankles-device" if SITE.secure else "ankles-device"
MESSAGE_COOKIE_NAME = "__Host-ankles-messages" if SITE.secure else "messages"  # ours: Django has no setting for it
MESSAGE_STORAGE = "ankles.message_cookies.CookieThenSession"
SESSION_ENGINE = "ankles.accounts.sessions"
SESSION_COOKIE_AGE = 90 * 24 * 3600
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY: dict[str, Any] = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
# One megabyte is far more than any form of ours; the server refuses larger bodies before Django sees them.
MAX_BODY_BYTES = 5 * 1024 * 1024
MAX_PICTURE_BODY_BYTES = 16 * 1024 * 1024  # 12 MB are taken; somewhat more comes in to hear so in words
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# A routine of 50 steps sends 1,300 fields; Django's limit of 1,000 would throw away what was typed in them.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000
# An upload stays in memory: a file in the system's /tmp would outlive a worker that is killed, with somebody's log in it.
FILE_UPLOAD_MAX_MEMORY_SIZE = MAX_PICTURE_BODY_BYTES

# --- What it is made of ----------------------------------------------------------------------
INSTALLED_APPS = [
    "ankles.accounts",
    "library",
    "logbook",
    "ankles.apps.AnklesConfig",
    "library.admin.apps.DeskConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "ankles.apps.CollectedStaticFilesConfig",
    "django.forms",
    "csp",
    "django_htmx",
    "template_partials",
]
MIDDLEWARE = [
    # Outermost: a page kept for everybody is answered before anything asks who is reading.
    "ankles.middleware.PublicPages",
    "ankles.middleware.HostOfProbes",
    "ankles.middleware.SharedPages",
    "ankles.middleware.PrivateCompression",
    "ankles.middleware.FilesForGood",
    "django.middleware.security.SecurityMiddleware",
    # Stylesheets, scripts and pictures of ours carry no policies: those say what a page may do, and weigh 0.7 kB.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "ankles.middleware.BrowserPolicies",
    "csp.middleware.CSPMiddleware",
    # From here on the database may be asked.
    "ankles.database_seats.DatabaseSeats",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "ankles.resend_after_login.ResendAfterLogin",
    "ankles.middleware.ClosedByDefault",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "ankles.middleware.GonePages",
]
ROOT_URLCONF = "ankles.urls"
WSGI_APPLICATION = "ankles.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "ankles.templatetags.ankles",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates" / "jinja"],
        "OPTIONS": {"environment": "ankles.jinja.environment"},
    },
]

# Fields are drawn by templates/django/forms/field.html.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Where it keeps things -------------------------------------------------------------------
DATABASES = {"default": configuration.database_from(env, DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES: dict[str, Any] = {"default": shared_between_workers(configuration.cache_from(env, DATA_DIR))}
MEDIA_ROOT, MEDIA_URL = DATA_DIR / "media", "/media/"
STATIC_ROOT, STATIC_URL = DATA_DIR / "static", "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "ankles.storage.SiteStaticFiles"
    },
}
WHITENOISE_ALLOW_ALL_ORIGINS, WHITENOISE_AUTOREFRESH = False, DEBUG
# Phones keep the guide (js/offline). `false` takes the worker off every phone that visits, with all that it kept.
OFFLINE = configuration.read_variable("OFFLINE", env.bool, default=True)

# --- People ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["ankles.accounts.backends.Backend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "logbook:today"
CSRF_FAILURE_VIEW = "ankles.resend_after_login.keep_text_when_csrf_fails"
EDITORS_NEED_SECOND_FACTOR = configuration.read_variable("EDITORS_NEED_SECOND_FACTOR", env.bool, default=False)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "ankles.accounts.passwords.NotCommonAndLong"},
    *({"NAME": f"ankles.accounts.passwords.{own}"} for own in ("NotRepeated", "NoPlainRun", "NotWordsOfTheSite")),
]
vars().update(configuration.email_from(env))
# Seconds; a mail server that is silent must not hold a worker. EMAIL_URL may say otherwise (?timeout=).
EMAIL_TIMEOUT = vars().get("EMAIL_TIMEOUT") or 10
# Without mail nobody's address can be confirmed, and a forgotten password is the operator's business (`reset_link`).
MAIL_CONFIGURED = bool(env.str("EMAIL_URL", ""))
vars().update(allauth_options(SITE, MAIL_CONFIGURED))
DEFAULT_FROM_EMAIL = SERVER_EMAIL = configuration.sender_from(vars(), OPERATOR_CONTACT, SITE)

# --- Words and time --------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
USE_I18N = False
TIME_ZONE = "UTC"
USE_TZ = True

# --- What it tells its operator --------------------------------------------------------------
LOG_FORMAT = configuration.log_format_from(env.str("LOG_FORMAT", "text"))
# Of this machine only. Requests are counted where somebody asks for the counts.
METRICS_PORT = configuration.metrics_port_from(env)
MIDDLEWARE = ["ankles.metrics.CountedRequests", *MIDDLEWARE] if METRICS_PORT else MIDDLEWARE
LOGGING = logs.logging_options(configuration.log_level_from(env.str("LOG_LEVEL", "WARNING")), LOG_FORMAT)
