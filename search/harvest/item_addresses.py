"""Normalises addresses of items: absolute, without tracking parameters, comparable."""

import hashlib
import re
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit, urlunsplit

# Parameters that newsletters, analytics and social networks add to follow readers; no page needs them.
_TRACKING_BEGINNINGS = (
    "utm_",
    "mtm_",
    "pk_",
    "piwik_",
    "matomo_",
    "at_",
    "hsa_",
    "_hs",
    "mc_",
    "vero_",
    "oly_",
)
_TRACKING = frozenset({
    "fbclid", "gclid", "dclid", "gbraid", "wbraid", "msclkid", "yclid", "twclid", "ttclid", "igshid", "xtor", "mkt_tok",
    "ref_src", "s_cid", "trk", "wt_mc", "cmpid", "campaign_id", "spm", "_ga", "_gl",
})  # fmt: skip
_LONGEST = 2000
_NOT_IN_HOSTS = re.compile(r"""[\x00-\x20<>"'\\^`{|}%\ud800-\udfff]""")
_USUAL_PORTS = {"http": 80, "https": 443}


def _tracks(name: str) -> bool:
    lowered = name.lower()
    return lowered in _TRACKING or lowered.startswith(_TRACKING_BEGINNINGS)


def clean_address(address: str, base: str = "") -> str:
    """Returns an absolute http(s) address without tracking parameters and fragment; "" for anything else."""
    if not address.strip():
        return ""
    try:
        parts = urlsplit(urljoin(base, address.strip()))
        host = parts.hostname or ""
        port = parts.port
    except ValueError:
        return ""
    scheme = parts.scheme.lower()
    if scheme not in _USUAL_PORTS or not host or parts.username is not None or _NOT_IN_HOSTS.search(host):
        return ""
    host = f"[{host}]" if ":" in host else host
    netloc = host if port in {None, _USUAL_PORTS[scheme]} else f"{host}:{port}"
    query = parts.query
    pairs = parse_qsl(query, keep_blank_values=True)
    if any(_tracks(name) for name, _value in pairs):
        query = urlencode([(name, value) for name, value in pairs if not _tracks(name)])
    path = quote(parts.path, safe="%/:=&~+!$,;'@()*", errors="replace")
    cleaned = urlunsplit(
        (scheme, netloc, path, quote(query, safe="%/:=&?~+!$,;'@()*[]", errors="replace"), "")
    )
    return cleaned if len(cleaned) <= _LONGEST else ""


def canonical_key(address: str) -> str:
    """Returns one key for all spellings of an address: ignores scheme, "www.", a last slash and parameter order."""
    if not address:
        return ""
    parts = urlsplit(address)
    host = parts.netloc.lower().removeprefix("www.").removesuffix(":80").removesuffix(":443")
    pairs = sorted(parse_qsl(parts.query, keep_blank_values=True))
    return digest(f"{host}{parts.path.rstrip('/')}?{urlencode(pairs)}")


def is_root(address: str) -> bool:
    """Returns whether an address is that of a site's home page, which says nothing of a single item."""
    parts = urlsplit(address)
    return parts.path in {"", "/"} and not parts.query


def digest(text: str) -> str:
    """Returns the SHA-256 of a text, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
