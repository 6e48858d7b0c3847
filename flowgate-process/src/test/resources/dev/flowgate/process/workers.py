"""An HTTP server whose worker processes share one listening socket, as a prefork server has them. Argument: the port."""
import http.server
import os
import signal
import socketserver
import sys


class Server(socketserver.TCPServer):
    allow_reuse_address = True
    request_queue_size = 64


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = str(os.getpid()).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        print("worker", os.getpid(), *arguments, flush=True)


server = Server(("127.0.0.1", int(sys.argv[1])), Answer)
workers = []
for _ in range(3):
    worker = os.fork()
    if worker == 0:
        server.serve_forever()
    workers.append(worker)


def end(number, frame):
    for worker in workers:
        os.kill(worker, signal.SIGTERM)
    sys.exit(0)


signal.signal(signal.SIGTERM, end)
print("up", flush=True)
while True:
    signal.pause()
