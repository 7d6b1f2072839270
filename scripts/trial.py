"""What trials of the program share: feeds of loopback that grow, a receiver that remembers, questions to the database.

Twelve feeds grow by an item a poll; every item meets a watch, and alerts go to a webhook of loopback.
"""

import http.server, json, os, sqlite3, threading

root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Receiver:
    """Serves the feeds, takes the alerts, and counts."""

    def __init__(self):
        self.lock = threading.Lock()
        self.feeds = [f"f{n}" for n in range(12)]
        self.published = dict.fromkeys(self.feeds, 0)     # items of each feed
        self.acknowledged = dict.fromkeys(self.feeds, 0)  # items that the daemon has shown to have, by the validator it sent back
        self.growing = True
        self.words = 0       # more of them in each item
        self.alerts = {}     # webhook-id -> set of what was said under it
        self.posts = 0
        self.polls = 0
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"receiver": self}))
        server.daemon_threads = True
        server.handle_error = lambda *_: None  # connections of those that were killed
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{server.server_port}"

    @property
    def events(self):
        """Requests of any kind: what the daemon is seen to do."""
        return self.polls + self.posts

    def document(self, feed, count):
        more = " ".join(f"{feed}{count}w{n}" for n in range(self.words))
        items = "".join(
            f"<item><guid>{feed}-{n}</guid><title>subject{feed}{n} item{feed}{n} place{feed}{n}</title>"
            f"<description>words{feed}{n} of{feed}{n} story{feed}{n} kim {more}</description></item>"
            for n in range(max(0, count - 400), count))
        return f"<rss version='2.0'><channel><title>t</title>{items}</channel></rss>".encode()

    def configuration(self, more=""):
        return f"""[wirewatch]
allow-private-addresses = 127.0.0.0/8
first-poll = alert
interval = 1s
min-interval = 1s
host-pause = 0s
batch-items = 3
{more}
[watch "all"]
query = kim
escalate =
notify = hook
[route "hook"]
type = webhook
url = {self.url}/hook
secret = d2lyZXdhdGNoLXRvcnR1cmU=
timeout = 2s
allow-private-addresses = 127.0.0.0/8
""" + "".join(f'[feed "{feed}"]\nurl = {self.url}/{feed}\n' for feed in self.feeds)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body=b"", headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if body:
            self.wfile.write(body)

    def do_GET(self):
        receiver, feed = self.receiver, self.path.strip("/")
        with receiver.lock:
            receiver.polls += 1
            known = int((self.headers.get("If-None-Match") or '"0"').strip('"'))
            receiver.acknowledged[feed] = max(receiver.acknowledged[feed], known)
            if receiver.growing and receiver.published[feed] < 2000:
                receiver.published[feed] += 1
            count = receiver.published[feed]
        if known == count:
            return self.answer(304)
        self.answer(
            200, receiver.document(feed, count), [("Content-Type", "application/rss+xml"), ("ETag", f'"{count}"')])

    def do_POST(self):
        receiver = self.receiver
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with receiver.lock:
            receiver.posts += 1
            receiver.alerts.setdefault(self.headers["webhook-id"], set()).add(
                json.dumps(body.get("data", body), sort_keys=True))
        self.answer(204)

    def log_message(self, *_):
        pass


def ask(path, sql, *values):
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute(sql, values).fetchall()
    finally:
        connection.close()


def waiting(database):
    """Items and deliveries that somebody has still to work on."""
    return ask(database, "SELECT (SELECT count(*) FROM unplaced)"
               " + (SELECT count(*) FROM delivery WHERE state = 'pending')")[0][0]


def verdict(database, receiver):
    """Figures, and what is wrong with them: every item stored, every story with its alert, every alert told under one id."""
    items, distinct = ask(database, "SELECT count(*), count(DISTINCT guid) FROM item")[0]
    revisions = ask(database, "SELECT count(*) FROM alert_revision")[0][0]
    deliveries = dict(ask(database, "SELECT state, count(*) FROM delivery GROUP BY state"))
    stray = ask(database, """SELECT count(*) FROM report r WHERE NOT EXISTS (SELECT 1 FROM story s JOIN alert a ON a.story = s.id
        OR a.story IN (SELECT id FROM story x WHERE x.alias_of = s.id) WHERE s.id = r.story)""")[0][0]
    integrity = ask(database, "PRAGMA integrity_check")[0][0]
    twins = sum(len(bodies) > 1 for bodies in receiver.alerts.values())
    published = sum(receiver.published.values())
    figures = dict(
        items=items, published=published, acknowledged=sum(receiver.acknowledged.values()),
        alerts=ask(database, "SELECT count(*) FROM alert")[0][0], told=len(receiver.alerts), revisions=revisions,
        posts=receiver.posts, deliveries=deliveries, integrity=integrity)
    wrong = []
    if items != distinct:
        wrong.append("an item is stored twice")
    if items != published:
        wrong.append("items are lost")
    if stray:
        wrong.append(f"{stray} reports are of stories without an alert")
    if len(receiver.alerts) != revisions or deliveries != {"delivered": revisions}:
        wrong.append("alerts are lost, or told twice under different ids")
    if twins:
        wrong.append(f"{twins} webhook-ids stand for two alerts")
    if integrity != "ok":
        wrong.append("a database is damaged")
    return figures, wrong
