"""HTTP as a careless or hostile client speaks it: bodies are bytes, headers are whatever a test says."""

import dataclasses
import http.client
import json

# Limit of a hung request, in seconds.
LIMIT = 60


@dataclasses.dataclass
class Answer:
    """What came back, read to its end."""
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def json(self):
        return json.loads(self.body)


class Http:
    """Requests to one address, each on a connection of its own. For any thread."""

    def __init__(self, host, port):
        self.host = host
        self.port = port

    def connect(self):
        return http.client.HTTPConnection(self.host, self.port, timeout=LIMIT)

    def ask(self, method, path, body=None, headers=None):
        """Sends the request. A list or dictionary goes as JSON, an iterator of bytes in chunks."""
        headers = dict(headers or {})
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        if isinstance(body, (dict, list)):
            body = json.dumps(body).encode()
        connection = self.connect()
        try:
            try:
                connection.request(method, path, body, headers)
            except (BrokenPipeError, ConnectionResetError):
                pass  # A server that refuses a body need not read it; its answer is there.
            answer = connection.getresponse()
            return Answer(answer.status, answer.headers, answer.read())
        finally:
            connection.close()

    def get(self, path, headers=None):
        return self.ask("GET", path, headers=headers)

    def post(self, path, body, headers=None):
        return self.ask("POST", path, body, headers)
