"""Headers, cookies and the content security policy."""

from csp.constants import NONE, SELF

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"

# Wagtail's admin needs inline scripts and styles (docs/dependencies.md, trap 9); the public pages do not.
CSP_ADMIN_PREFIXES = ("/admin/",)
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": CSP_ADMIN_PREFIXES,
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
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [SELF],
        "frame-ancestors": [SELF],
    },
}
