"""Headers, cookies and the content security policy."""

from csp.constants import NONE, SELF
from environs import Env, validate

env = Env()

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
# Views that are shown in a frame of the admin (previews, a text to co-sign) say so themselves.
X_FRAME_OPTIONS = "DENY"
# What watches the site asks inside, without TLS.
SECURE_REDIRECT_EXEMPT = [r"^health/", r"^metrics$"]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# How many wrong passwords of one account, and from one address, are looked at in a quarter of an hour, and how many
# messages one address may send from contact pages in an hour; counted in the database (fedcms.sign_in.limits).
# With none, nobody could sign in or write.
_SOME = validate.Range(min=1)
FEDCMS_TRIES_OF_ACCOUNT = env.int("FEDCMS_TRIES_OF_ACCOUNT", 5, validate=_SOME)
FEDCMS_TRIES_OF_ADDRESS = env.int("FEDCMS_TRIES_OF_ADDRESS", 20, validate=_SOME)
FEDCMS_MESSAGES_AN_HOUR = env.int("FEDCMS_MESSAGES_AN_HOUR", 20, validate=_SOME)
# How often one client may sign up to events; counted by each web process, in memory (events.signup.public_views).
FEDCMS_SIGN_UP_RATE = env.str("FEDCMS_SIGN_UP_RATE", "30/h")
# Where ClamAV's daemon scans what applicants send: tcp://host:3310 or unix:///path; empty: nothing is scanned.
FEDCMS_CLAMAV = env.str("FEDCMS_CLAMAV", "")
# How many days the link of an invitation is valid.
FEDCMS_INVITATION_DAYS = env.int("FEDCMS_INVITATION_DAYS", 7)
# How many days after its end an accreditation is erased, with what its holder opened (clusters.press_access).
FEDCMS_PRESS_ACCESS_KEPT_DAYS = env.int("FEDCMS_PRESS_ACCESS_KEPT_DAYS", 180)
# How many days after the end of their consent a spokesperson is erased (news.models.spokesperson).
FEDCMS_SPOKESPERSON_KEPT_DAYS = env.int("FEDCMS_SPOKESPERSON_KEPT_DAYS", 180)
# How many days after its last day a contact on duty is erased (news.models.press_contact).
FEDCMS_PRESS_CONTACT_KEPT_DAYS = env.int("FEDCMS_PRESS_CONTACT_KEPT_DAYS", 180)
# How many days after its own date a key figure is marked as old for its team.
FEDCMS_KEY_FIGURE_DAYS = env.int("FEDCMS_KEY_FIGURE_DAYS", 540)
# The key with which addresses are hashed whose owners want no mail any more. It must never change: without it, they
# would get mail again. Unset: SECRET_KEY, and SECRET_KEY_FALLBACKS (news.newsroom.media_contacts.unsubscribing).
FEDCMS_UNSUBSCRIBE_KEY = env.str("FEDCMS_UNSUBSCRIBE_KEY", "")
# After so many months without use, or past its own day, a media contact is erased, a month after a reminder.
FEDCMS_MEDIA_CONTACT_MONTHS = env.int("FEDCMS_MEDIA_CONTACT_MONTHS", 24)
# The admin's form of a page with a thousand texts has more fields than Django's own limit, which would lose all that
# was typed.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
CSRF_FAILURE_VIEW = "fedcms.core.pages.views.csrf_failure"

# Hosts of videos that a page may load once the reader agrees (fedcms.core.blocks.players): nothing else may be framed.
FEDCMS_PEERTUBE_HOSTS = env.list(
    "FEDCMS_PEERTUBE_HOSTS", ["tube.reseau-canope.fr", "tube-numerique-educatif.apps.education.fr"]
)
_PLAYERS = ["www.youtube-nocookie.com", "player.vimeo.com", "geo.dailymotion.com", *FEDCMS_PEERTUBE_HOSTS]

# Wagtail's admin needs inline scripts and styles (docs/dependencies.md, trap 9); the public pages do not.
CSP_ADMIN_PREFIXES = ("/admin/",)
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        # Accents of clusters are custom properties in style attributes; they are validated hexadecimal
        # colours.
        "style-src": [SELF],
        "style-src-attr": ["'unsafe-inline'"],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "frame-src": [*(f"https://{host}" for host in _PLAYERS)],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [SELF],
        "frame-ancestors": [NONE],
    },
}
# Nothing of another host, no evaluated text, no plug-in. Previews are shown in frames of the editor, and hold players.
FEDCMS_ADMIN_POLICY = {
    "default-src": [NONE],
    "script-src": [SELF, "'unsafe-inline'"],
    "style-src": [SELF, "'unsafe-inline'"],
    "img-src": [SELF, "data:", "blob:"],
    "font-src": [SELF, "data:"],
    "connect-src": [SELF],
    "frame-src": [SELF, *(f"https://{host}" for host in _PLAYERS)],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "base-uri": [SELF],
    "frame-ancestors": [SELF],
    "report-uri": ["/policy-reports/"],
}
