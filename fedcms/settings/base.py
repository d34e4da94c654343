"""Settings shared by every way of running the site; each concern has a short file of its own."""

from pathlib import Path

from environs import Env

from .distribution import *  # noqa: F403
from .i18n import *  # noqa: F403
from .logging import *  # noqa: F403
from .mail_service import *  # noqa: F403
from .metrics import *  # noqa: F403
from .page_cache import *  # noqa: F403
from .search import *  # noqa: F403
from .security import *  # noqa: F403
from .sign_in import *  # noqa: F403
from .storage import *  # noqa: F403
from .subscriptions import *  # noqa: F403
from .telemetry import *  # noqa: F403
from .uploads import *  # noqa: F403
from .view_counts import *  # noqa: F403
from .worker import *  # noqa: F403

env = Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# Where a running site writes its files (database, media, secret key, collected static files). Never committed.
VAR_DIR = Path(env.str("FEDCMS_VAR_DIR", str(BASE_DIR / "var")))

DEBUG = False

INSTALLED_APPS = [
    # In the order of imports: signal handlers run in this order, so that search sees what clusters set.
    "fedcms.users",
    "fedcms.core",
    "fedcms.sign_in",
    "fedcms.media",
    "clusters",
    "clusters.translation",
    "news",
    "events",
    "search",
    "home",
    "home.view_counts",
    "fedcms.demo",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.typed_table_block",
    "wagtail.sites",
    "fedcms.users.admin_app.UsersAdminConfig",  # wagtail.users
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_countries",
    "django_tasks",
    "django_tasks_db",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    # Last: a catalogue that comes first speaks in the place of Wagtail's.
    "django_guid",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
]

MIDDLEWARE = [
    # First, so that whatever is logged of a request has its id.
    "fedcms.core.request_ids.ids_of_proxies",
    "django_guid.middleware.guid_middleware",
    # Outside of any cache, so that a hit counts like what is made anew (docs/adr/0043).
    "home.view_counts.middleware.PageViewMiddleware",
    "fedcms.core.http.public_answers.not_modified",
    "fedcms.core.page_cache.middleware.PageCacheMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "fedcms.core.http.compression.TextCompressionMiddleware",
    "fedcms.core.http.public_answers.public_answers",
    "fedcms.core.http.private_answers.private_with_session",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "fedcms.core.i18n.request_language.AddressLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "fedcms.sign_in.signed_out.kept_when_signed_out",
    "fedcms.sign_in.open_sessions.middleware.OpenSessionsMiddleware",
    "fedcms.sign_in.second_factor.middleware.SecondFactorMiddleware",
    "clusters.admin_guard.AdminGuard",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "fedcms.core.http.content_policy.ContentPolicyMiddleware",
    "fedcms.core.http.null_characters.no_null_in_paths",
    "fedcms.core.pages.redirects.VisibleRedirectMiddleware",
]

if FEDCMS_TRACES:  # of .telemetry
    MIDDLEWARE.insert(0, "fedcms.core.telemetry.traces.trace_requests")
if FEDCMS_METRICS_TOKEN:  # of .metrics
    MIDDLEWARE.insert(0, "fedcms.core.metrics.requests.count_requests")

ROOT_URLCONF = "fedcms.urls"
WSGI_APPLICATION = "fedcms.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["fedcms.core.template_loader.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "fedcms.core.templatetags.core_tags",
                "fedcms.core.templatetags.component_tags",
            ],
        },
    },
]

# Widgets of the project have their templates in templates/ (fedcms.core.i18n.translated_text).
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.dj_db_url("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
# Threads keep their connection: opening one costs more than most queries, on SQLite too (pragmas, schema).
DATABASES["default"]["CONN_MAX_AGE"] = 60
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE takes the write lock when a transaction begins, so that a web process and the worker wait for
    # each other instead of failing with "database is locked" half-way; WAL lets readers go on meanwhile.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
    }
else:
    # Django's own; in web processes it gives up a server that hangs (docs/adr/0064).
    DATABASES["default"]["ENGINE"] = "fedcms.core.postgresql"
    # A connection that the server has ended meanwhile (a restart, a failover) is found out before a request uses it.
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A host that is gone refuses nothing: without these, a request waits for the minutes of TCP. DATABASE_URL may say
    # other seconds (milliseconds for tcp_user_timeout).
    DATABASES["default"]["OPTIONS"] = {
        "connect_timeout": 3,
        "keepalives_idle": 10,
        "keepalives_interval": 3,
        "keepalives_count": 3,
        "tcp_user_timeout": 10_000,
        **DATABASES["default"].get("OPTIONS", {}),
    }
    # Databases are on solid-state disks today: with the default of 4, the planner avoids the index of search
    # (docs/search.md). Queries of a request take a few milliseconds: to start a second process for one takes longer.
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = (
        "-c random_page_cost=1.1 -c max_parallel_workers_per_gather=0"
    )
# Whether web processes give up statements once the database server answers no new connection either.
FEDCMS_DATABASE_WATCH = env.bool("FEDCMS_DATABASE_WATCH", True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "users.User"
AUTHENTICATION_BACKENDS = [
    # Refuses what is tried too often, whatever form it comes from; the next one looks at passwords (docs/adr/0063).
    "fedcms.sign_in.limited_backend.LimitedTries",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Wagtail's own index updates run at once, inside the request; what is slow (renditions, mail) is enqueued on
# "background", a durable queue in the database that `manage.py run_worker` empties.
TASKS: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "background": {
        "BACKEND": "django_tasks_db.DatabaseBackend",
        # Each is a lane of the worker (fedcms.core.lanes).
        "QUEUES": ["mail", "followers", "default", "maintenance", "harvest"],
    },
}

# Without a mail server, mails become files in var/mail, where a person who tries the site can read them.
EMAIL_HOST = env.str("FEDCMS_SMTP_HOST", "")
EMAIL_PORT = env.int("FEDCMS_SMTP_PORT", 587)
EMAIL_HOST_USER = env.str("FEDCMS_SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.str("FEDCMS_SMTP_PASSWORD", "")
EMAIL_USE_TLS = env.bool("FEDCMS_SMTP_TLS", True)
# Mails are stored in the database; the worker sends them through this transport.
EMAIL_BACKEND = "fedcms.core.mail.DurableEmailBackend"
FEDCMS_MAIL_TRANSPORT = env.str(
    "FEDCMS_MAIL_TRANSPORT", f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
)
EMAIL_FILE_PATH = env.str("FEDCMS_EMAIL_DIR", str(VAR_DIR / "mail"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("FEDCMS_FROM_EMAIL", "federation@fedcms.example")
# Where to report a weakness (security.txt): a mail address or a URI; empty = the federation's own address.
FEDCMS_SECURITY_CONTACT = env.str("FEDCMS_SECURITY_CONTACT", "")

WAGTAIL_SITE_NAME = "Fédération des clusters EdTech francophones"
WAGTAILADMIN_BASE_URL = env.str("FEDCMS_BASE_URL", "http://127.0.0.1:8000")
# Superusers run the server; they do not approve a cluster's articles.
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
# The admin calls no other host (see docs/adr).
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# Wagtail's form leaves the label of the password in English.
WAGTAILADMIN_USER_LOGIN_FORM = "fedcms.sign_in.forms.SignInForm"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# Wagtail's redirects would reveal the addresses of drafts; see fedcms.core.pages.redirects.
WAGTAILREDIRECTS_AUTO_CREATE = False
# There is one form to sign in: only people who work in the admin may read what is not public.
WAGTAIL_FRONTEND_LOGIN_URL = "/admin/login/"
WAGTAILADMIN_COMMENTS_ENABLED = True
# An address is changed by a link that is mailed to it (fedcms.sign_in.email_change).
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
# The last approval of a workflow publishes, as `Way.WORKFLOW` (docs/adr/0029).
WAGTAIL_FINISH_WORKFLOW_ACTION = "fedcms.core.pages.publication.publish_approved"
