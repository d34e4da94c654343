"""A small OpenID provider on 127.0.0.1, which signs by RS256 and misbehaves when a test says so."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BufferedIOBase
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "fedcms", "a-secret-of-the-client"
_KEYS = [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2)]


@dataclass
class IdentityServer:
    """The provider. `claims` are said of the person beside the usual ones; `faults` what it does wrong.

    `raw` is what an address answers instead, `more` what the description says beside; `left` is who hung up.
    """

    issuer: str = ""
    claims: dict[str, object] = field(default_factory=dict)
    userinfo: dict[str, object] = field(default_factory=dict)
    faults: set[str] = field(default_factory=set)
    asked: list[str] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    raw: dict[str, bytes] = field(default_factory=dict)
    more: dict[str, object] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    hung: threading.Event = field(default_factory=threading.Event)

    def authorize(self, address: str) -> dict[str, str]:
        """Plays the person who says yes at an address of `authorize`; returns what is sent back with them."""
        asked = {key: values[0] for key, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def description(self) -> dict[str, object]:
        """What the provider publishes of itself."""
        issuer = "https://other.example" if "issuer of discovery" in self.faults else self.issuer
        return {
            "issuer": issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        } | self.more

    def keys(self) -> dict[str, object]:
        """The public key."""
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(_KEYS[0].public_key()))
        said = {"kid": "one"} if "no algorithm of keys" in self.faults else {"kid": "one", "alg": "RS256"}
        return {"keys": [key | {"use": "sig"} | said]}

    def tokens(self, form: dict[str, str]) -> dict[str, object] | None:
        """The tokens for a code; None for a wrong code, secret or verifier."""
        asked = self.codes.pop(form.get("code", ""), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or form.get("client_secret") != SECRET or challenge != asked["code_challenge"]:
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": "1234",
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
        } | self.claims
        key = _KEYS[1 if "key" in self.faults else 0]
        algorithm = "PS256" if "no algorithm of keys" in self.faults else "RS256"
        token = jwt.encode(claims, key, algorithm=algorithm, headers={"kid": "one"})
        if "unsigned" in self.faults:
            token = jwt.encode(claims, None, algorithm="none", headers={"kid": "one"})
        return {"access_token": "access", "token_type": "Bearer", "id_token": token}


def _is_odd_at(said: IdentityServer, path: str, to: BufferedIOBase) -> bool:
    """Hangs, or sends a byte now and then, of the headers or of the body, until the other side hangs up."""
    if f"hangs at {path}" in said.faults:
        said.hung.wait(20)
    body = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n"
    starts = {f"drips headers at {path}": "HTTP/1.1 200 OK\r\nX: ", f"drips at {path}": body}
    start = next((text for fault, text in starts.items() if fault in said.faults), "")
    try:
        to.write(start.encode())
        while start and not said.hung.wait(0.05):
            to.write(b" ")
    except OSError:
        said.left.append(path)
    return bool(start)


@contextmanager
def identity_server() -> Iterator[IdentityServer]:
    """Runs the provider while it lasts."""
    said = IdentityServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            said.asked.append(path)
            if _is_odd_at(said, path, self.wfile):
                return
            answers = {
                "/.well-known/openid-configuration": said.description,
                "/keys": said.keys,
                "/userinfo": lambda: {"sub": "1234"} | said.userinfo,
            }
            self.answer(answers[path]() if path in answers else None)

        def do_POST(self) -> None:
            said.asked.append(self.path)
            if _is_odd_at(said, self.path, self.wfile):
                return
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.answer(said.tokens({key: values[0] for key, values in form.items()}))

        def answer(self, found: object) -> None:
            path = urlsplit(self.path).path
            raw = said.raw.get(path)
            body = raw if raw is not None else json.dumps(found or {"error": "invalid_grant"}).encode()
            self.send_response(400 if found is None else 200)
            if "no content type" not in said.faults:
                self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    said.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield said
    finally:
        said.hung.set()
        server.shutdown()
        server.server_close()
