# Varnish (7 and later) between nginx, or whatever ends TLS, and the site: pages are held until the worker names their tags.
# tests/page_cache/test_varnish.py runs this file; what it replaces there are the numbered lines.
# varnishd -a public=127.0.0.1:6081 -a purge=127.0.0.1:6082 -f /etc/varnish/fedcms.vcl
# In the site's environment: FEDCMS_PAGE_CACHE=1, FEDCMS_SHARED_CACHE_SECONDS=600, FEDCMS_PURGE_URLS=http://127.0.0.1:6082/
vcl 4.1;

backend default {
    .host = "127.0.0.1";                                                                        # 1: gunicorn
    .port = "8000";                                                                             # 2: its port
    .first_byte_timeout = 90s;
}

acl worker {
    "127.0.0.1";                                                                                # 3: the worker's machine
}

sub vcl_recv {
    # What drops pages has a door of its own: behind nginx, everybody comes from this machine.
    if (local.socket == "purge") {
        if (req.method != "BAN" || client.ip !~ worker) {
            return (synth(403));
        }
        if (req.http.X-Fedcms-Tags !~ "^([A-Za-z0-9_|-]+|\.\*)$") {
            return (synth(400));
        }
        ban("obj.http.Surrogate-Key ~ (^|\s)(" + req.http.X-Fedcms-Tags + ")(\s|$)");
        return (synth(200));
    }
    # What Varnish does not know it would pass on as it is, connection and all.
    if (req.method !~ "^(GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)$") {
        return (synth(405));
    }
    # No part of what a page is kept by.
    unset req.http.X-Forwarded-Host;
    unset req.http.Forwarded;
    if (req.http.X-Forwarded-Proto != "https") {
        unset req.http.X-Forwarded-Proto;
    }
    # As the site's own cache does: nothing of who sends a cookie but that of the language, or names a port.
    if (req.http.Cookie && regsuball(req.http.Cookie, "(^|;\s*)language=[^;]*", "") ~ "[^;\s]") {
        return (pass);
    }
    if (req.http.Host ~ ":" || req.url !~ "^/(fr|en|es|ar|static)/") {
        return (pass);
    }
    unset req.http.Cookie;
}

sub vcl_hash {
    hash_data(req.http.X-Forwarded-Proto);
}

sub vcl_backend_response {
    # Nothing beyond the moment at which the clock changes a page: Varnish's own grace is ten seconds.
    if (beresp.http.Cache-Control !~ "stale-while-revalidate=") {
        set beresp.grace = 0s;
    }
    # A page without words is one that nobody could drop.
    if (bereq.url !~ "^/static/" && !beresp.http.Surrogate-Key) {
        set beresp.uncacheable = true;
        set beresp.ttl = 10s;
        return (deliver);
    }
    unset beresp.http.X-Request-ID;
}

sub vcl_deliver {
    unset resp.http.Surrogate-Key;
    unset resp.http.X-Page-Key;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
    # For Varnish alone: what stands before it is told nothing when a page is dropped.
    set resp.http.Cache-Control = regsub(resp.http.Cache-Control, ", s-maxage=.*$", "");
}
