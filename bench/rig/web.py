# SPDX-License-Identifier: Apache-2.0
"""A JSON client on one keep-alive connection."""
import http.client
import json
import urllib.parse

from rig.programs import Failed


class Web:
    def __init__(self, url: str, token: str = ""):
        self.host = urllib.parse.urlparse(url).netloc
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}
        self.connection = http.client.HTTPConnection(self.host, timeout=600)

    def send(self, method: str, path: str, body: bytes | None = None, headers: dict | None = None) -> tuple[int, bytes]:
        for attempt in (1, 2):
            try:
                self.connection.request(method, path, body, self.headers | (headers or {}))
                reply = self.connection.getresponse()
                return reply.status, reply.read()
            except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
                # A server may close a connection that was idle. What says the state that is wanted may be sent twice.
                self.connection.close()
                if attempt == 2 or method == "POST":
                    raise
        raise AssertionError

    def close(self) -> None:
        self.connection.close()

    def json(self, method: str, path: str, body: object = None) -> dict:
        text = None if body is None else json.dumps(body).encode()
        status, reply = self.send(method, path, text, {"Content-Type": "application/json"} if text else {})
        if status >= 300:
            raise Failed(f"{method} {path}: {status} {reply[:300].decode(errors='replace')}")
        return json.loads(reply) if reply else {}

    def get(self, path: str) -> dict:
        return self.json("GET", path)
