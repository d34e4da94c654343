"""DeepL gets the glossary of the pair, once, and again when it changed; without one it translates all the same."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
from wagtail.models import Locale
from wagtail_localize.strings import StringValue

from clusters.publishing.refusal import Refusal
from clusters.translation.machine.deepl import DeepLWithGlossary
from clusters.translation.machine.translator import SafeTranslator
from clusters.translation.models import GlossaryTerm, ServiceGlossary

pytestmark = pytest.mark.django_db


class Service(HTTPServer):
    """Stands for DeepL: keeps glossaries, and translates by writing in capitals."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.glossaries: dict[str, dict[str, str]] = {}
        self.made = 0
        self.named: list[str] = []
        self.takes_glossaries = True
        self.is_up = True
        self.is_full = False
        self.requests = 0
        self.removed: list[str] = []

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    """Its three verbs."""

    server: Service

    def log_message(self, *args: object) -> None:
        """Quiet."""

    def answer(self, status: int, data: object) -> None:
        """JSON."""
        body = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        """Makes a glossary, or translates."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        service = self.server
        assert self.headers["Authorization"] == "DeepL-Auth-Key secret"
        if not service.is_up:
            self.answer(503, {"message": "down"})
        elif self.path == "/v2/glossaries":
            if not service.takes_glossaries:
                self.answer(400, {"message": "Unsupported language pair"})
                return
            service.made += 1
            key = f"glossary-{service.made}"
            service.glossaries[key] = json.loads(body)
            self.answer(201, {"glossary_id": key})
        else:
            form = parse_qs(body)
            self.server.requests += 1
            if len(form["text"]) > 50 or len(body) > 128 * 1024:
                self.answer(413, {"message": "Too many texts"})
                return
            if service.is_full:
                self.answer(456, {"message": "Quota exceeded"})
                return
            key = form.get("glossary_id", [""])[0]
            service.named.append(key)
            if key and key not in service.glossaries:
                self.answer(404, {"message": "Glossary not found"})
                return
            self.answer(200, {"translations": [{"text": text.upper()} for text in form["text"]]})

    def do_DELETE(self) -> None:
        """Removes a glossary."""
        self.server.removed.append(self.path.rpartition("/")[2])
        self.server.glossaries.pop(self.path.rpartition("/")[2], None)
        self.answer(204, {})


@pytest.fixture
def service() -> Iterator[Service]:
    """Listening, for one test."""
    server = Service()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def translated(service: Service, text: str = "une école") -> str:
    """By the project's translator, from French into English."""
    french, _made = Locale.objects.get_or_create(language_code="fr")
    english, _made = Locale.objects.get_or_create(language_code="en")
    translator = SafeTranslator(DeepLWithGlossary({"AUTH_KEY": "secret", "URL": service.address}))
    (answer,) = translator.translate(french, english, [StringValue(text)]).values()
    return str(answer.data)


def term(source: str, target: str = "", keep: bool = False) -> GlossaryTerm:
    """From French into English."""
    made: GlossaryTerm = GlossaryTerm.objects.create(
        source_language="fr", target_language="en", source_term=source, target_term=target, keep=keep
    )
    return made


def test_without_terms_no_glossary_is_named(service: Service) -> None:
    assert translated(service) == "UNE ÉCOLE"
    assert service.named == [""]
    assert service.made == 0


def test_the_terms_are_sent_once_and_named_each_time(service: Service) -> None:
    term("école", "school")
    term("La Cantine", keep=True)
    translated(service)
    translated(service)
    assert service.named == ["glossary-1", "glossary-1"]
    (sent,) = service.glossaries.values()
    assert (sent["source_lang"], sent["target_lang"], sent["entries_format"]) == ("fr", "en", "tsv")
    assert sorted(sent["entries"].split("\n")) == ["La Cantine\tLa Cantine", "école\tschool"]


def test_a_changed_glossary_takes_the_place_of_the_old_one(service: Service) -> None:
    row = term("école", "school")
    translated(service)
    row.target_term = "college"
    row.save()
    translated(service)
    assert list(service.glossaries) == ["glossary-2"]
    assert ServiceGlossary.objects.get().remote_id == "glossary-2"


def test_a_glossary_that_the_service_lost_is_made_anew(service: Service) -> None:
    term("école", "school")
    translated(service)
    service.glossaries.clear()
    assert translated(service) == "UNE ÉCOLE"
    assert service.named[-1] == "glossary-2"
    assert service.removed == ["glossary-1"]


def test_a_quota_that_is_used_up_costs_no_glossary(service: Service) -> None:
    term("école", "school")
    translated(service)
    service.is_full = True
    with pytest.raises(Refusal, match="ne répond pas"):
        translated(service)
    assert (list(service.glossaries), service.made, service.removed) == (["glossary-1"], 1, [])
    assert ServiceGlossary.objects.get().remote_id == "glossary-1"


def test_a_long_page_goes_in_several_requests(service: Service) -> None:
    french, _made = Locale.objects.get_or_create(language_code="fr")
    english, _made = Locale.objects.get_or_create(language_code="en")
    translator = SafeTranslator(DeepLWithGlossary({"AUTH_KEY": "secret", "URL": service.address}))
    many = [StringValue(f"mot {number}") for number in range(120)]
    answer = translator.translate(french, english, many)
    assert [answer[text].data for text in many] == [text.data.upper() for text in many]
    assert service.requests == 3
    large = [StringValue(f"{number}{'é' * 10_000}") for number in range(4)]
    assert len(translator.translate(french, english, large)) == 4
    assert service.requests == 3 + 4


def test_a_pair_without_glossaries_is_translated_all_the_same(service: Service) -> None:
    term("école", "school")
    service.takes_glossaries = False
    assert translated(service) == "UNE ÉCOLE"
    assert service.named == [""]


def test_a_service_that_is_down_is_said_in_words(service: Service) -> None:
    term("école", "school")
    service.is_up = False
    with pytest.raises(Refusal, match="DeepL"):
        translated(service)
