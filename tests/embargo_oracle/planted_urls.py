"""The site's addresses and some more, each of which tells a word under embargo in its own way."""

import gzip
import io
import json
import zipfile
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.urls import path

from fedcms.urls import urlpatterns as site_urlpatterns
from tests.embargo_oracle.files import pdf
from tests.embargo_oracle.sentinels import due

WORD = due("planted")
_SLUG = WORD.replace(" ", "-")


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("CREDITS.txt", f"Photo : {WORD}")
    return out.getvalue()


def _entities() -> str:
    return "".join(f"&#{ord(letter)};" for letter in WORD)


def _quoted(times: int) -> str:
    return "".join(f"%{'25' * (times - 1)}{ord(letter):02x}" for letter in _SLUG)


def _with_cookie() -> HttpResponse:
    response = HttpResponse()
    response.set_cookie("seen", _SLUG)
    return response


# By its name, what a view answers.
LEAKS: dict[str, Callable[[], HttpResponse | StreamingHttpResponse]] = {
    "planted_text": lambda: HttpResponse(f"<p>{WORD}</p>"),
    "planted_capitals": lambda: HttpResponse(WORD.upper()),
    "planted_entities": lambda: HttpResponse(_entities()),
    "planted_quoted": lambda: HttpResponse(f"?to={_quoted(1)}"),
    "planted_quoted_twice": lambda: HttpResponse(f"?to={_quoted(2)}"),
    "planted_marked": lambda: HttpResponse(WORD.replace("yzzy", "y<mark>z</mark>zy")),
    "planted_hyphenated": lambda: HttpResponse(WORD.replace("zy", "z\u00ady")),
    "planted_json": lambda: HttpResponse(
        json.dumps({"title": "?"}).replace("?", "".join(f"\\u{ord(letter):04x}" for letter in WORD))
    ),
    "planted_calendar": lambda: HttpResponse(f"BEGIN:VCALENDAR\r\nSUMMARY:{WORD[:14]}\r\n {WORD[14:]}\r\n"),
    "planted_gzip": lambda: HttpResponse(gzip.compress(WORD.encode()), headers={"Content-Encoding": "gzip"}),
    "planted_zip": lambda: HttpResponse(_zip(), content_type="application/zip"),
    "planted_pdf": lambda: HttpResponse(pdf(WORD), content_type="application/pdf"),
    "planted_stream": lambda: StreamingHttpResponse(iter([WORD[:12].encode(), WORD[12:].encode()])),
    "planted_not_found": lambda: HttpResponse(f"Rien ici, mais : {WORD}", status=404),
    "planted_link": lambda: HttpResponse(headers={"Link": f"</fr/{_SLUG}/>; rel=alternate"}),
    "planted_redirect": lambda: HttpResponseRedirect(f"/fr/{_SLUG}/"),
    "planted_file_name": lambda: HttpResponse(
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{_quoted(1)}.pdf"}
    ),
    "planted_cookie": _with_cookie,
}


def _view(name: str) -> Callable[[HttpRequest], HttpResponse | StreamingHttpResponse]:
    return lambda request: LEAKS[name]()


def _by_key(request: HttpRequest) -> HttpResponse:
    return HttpResponse(WORD if request.GET.get("embargo") == "kept" else "")


def _by_search(request: HttpRequest) -> HttpResponse:
    return HttpResponse(WORD if request.GET.get("q") == WORD.split()[0] else "")


urlpatterns = [
    *(path(f"planted/{name}/", _view(name), name=name) for name in LEAKS),
    path("admin/planted/", _view("planted_text"), name="planted_admin"),
    path("planted/nameless/", _view("planted_text")),
    path("planted/search/", _by_search, name="planted_search"),
    path("planted/key/", _by_key, name="planted_key"),
    path("planted/<int:number>/", _view("planted_text"), name="planted_arguments"),
    *site_urlpatterns,
]
