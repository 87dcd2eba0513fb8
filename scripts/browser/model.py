"""A model service on loopback whose answers hold mistakes and attempts to break out of the page."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Each of these would show itself: by a variable, a dialog, an element or a request.
ATTACKS = [
    "</script><script>window.broken = 1</script>",
    '<img src="x" onerror="window.broken = 2">',
    "<svg onload=window.broken=3></svg>",
    '" onmouseover="window.broken = 4" autofocus onfocus="window.broken = 5',
    "<!--<script>window.broken = 6</script>",
    "</title></style><script>window.broken = 7</script>",
    "[click](javascript:window.broken=8)",
    "]]><iframe srcdoc='<script>parent.broken=9</script>'></iframe>",
    "${window.broken = 10} {{window.broken = 11}} <%= 12 %>",
]
# The override would show what follows from right to left.
BIDI = "before \u202e\u2066after\u2069 \u200bend"
WRONG = "The first check: 10 / 4 = 3.5."
RIGHT = "The second check: 12 * 4 = 48."
ASTRAL = "📈📉 Then 7 + 8 = 15, as it should be."


def answer():
    """The text of an answer: right and wrong calculations between the attacks."""
    # The rewards read nothing that a page would hide, so the calculations stand before the comment.
    return "\n\n".join(["## Activity Overview", WRONG, RIGHT, ASTRAL, *ATTACKS, BIDI, "| a | b |\n| --- | --- |\n| 1 | <b>2</b> |"])


class Handler(BaseHTTPRequestHandler):
    """Answers every question alike."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Says nothing."""

    def reply(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.reply({"data": [{"id": "test/hostile", "pricing": {"prompt": "0.000001", "completion": "0.000002"}}]})

    def do_POST(self):
        self.rfile.read(int(self.headers.get("content-length", 0)))
        message = {"role": "assistant", "content": answer(), "reasoning": "Trace. " + " ".join(ATTACKS)}
        self.reply({
            "id": "gen-" + ATTACKS[0],
            "model": "test/hostile " + ATTACKS[1],
            "provider": ATTACKS[2],
            "choices": [{"index": 0, "finish_reason": "stop", "message": message}],
            "usage": {"prompt_tokens": 900, "completion_tokens": 700, "cost": 0.0023},
        })


def serve():
    """Starts the service; returns it and its address. `shutdown()` ends it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_address[1]}/api/v1"
