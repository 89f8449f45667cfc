# SPDX-License-Identifier: MPL-2.0
"""The clients of the tests: HTTP/1.1 and HTTP/2 over TLS to one port, for any host name."""
import json
import socket
import ssl

import h2.config
import h2.connection
import h2.events


def connect(port, host, protocol, authority):
    context = ssl.create_default_context(cafile=authority)
    context.set_alpn_protocols([protocol])
    peer = context.wrap_socket(socket.create_connection(('127.0.0.1', port), timeout=20), server_hostname=host)
    assert peer.selected_alpn_protocol() == protocol, peer.selected_alpn_protocol()
    return peer


def read_answer(peer):
    """Status, fields and body of an HTTP/1.1 answer."""
    with peer.makefile('rb') as lines:
        status = int(lines.readline().split()[1])
        fields = {}
        for line in iter(lines.readline, b'\r\n'):
            name, _, value = line.decode().partition(':')
            fields[name.lower()] = value.strip()
        size = int(fields.get('content-length', 0))
        return status, fields, lines.read(size)


class Http2:
    def __init__(self, port, host, ca):
        self.host = host
        self.peer = connect(port, host, 'h2', ca)
        self.connection = h2.connection.H2Connection(h2.config.H2Configuration(header_encoding='utf-8'))
        self.connection.initiate_connection()
        self.flush()
        self.status = None
        self.trailers = {}
        self.body = bytearray()
        self.ended = False
        self.was_reset = False

    def flush(self):
        self.peer.sendall(self.connection.data_to_send())

    def receive(self):
        received = self.peer.recv(1 << 20)
        if not received:
            self.ended = self.was_reset = True
        for event in self.connection.receive_data(received):
            self.take(event)
        self.flush()

    def take(self, event):
        if isinstance(event, h2.events.ResponseReceived):
            self.status = int(dict(event.headers)[':status'])
        elif isinstance(event, h2.events.TrailersReceived):
            self.trailers = dict(event.headers)
        elif isinstance(event, h2.events.DataReceived):
            self.body += event.data
            self.connection.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, h2.events.StreamEnded):
            self.ended = True
        elif isinstance(event, (h2.events.StreamReset, h2.events.ConnectionTerminated)):
            self.ended = self.was_reset = True

    def open(self, path, content_type=None, method='POST', length=None):
        fields = [(':method', method), (':scheme', 'https'), (':authority', self.host), (':path', path)]
        if content_type:
            fields += [('content-type', content_type), ('te', 'trailers')]
        if length is not None:
            fields += [('content-length', str(length))]
        self.stream = self.connection.get_next_available_stream_id()
        self.connection.send_headers(self.stream, fields, end_stream=method == 'GET')
        self.flush()

    def send(self, body, end=False):
        body = memoryview(body)
        while body and not self.ended:
            room = min(self.connection.local_flow_control_window(self.stream), self.connection.max_outbound_frame_size)
            if room == 0:
                self.receive()
                continue
            self.connection.send_data(self.stream, bytes(body[:room]))
            body = body[room:]
            self.flush()
        if end and not self.ended:
            self.connection.end_stream(self.stream)
            self.flush()

    def wait(self, size):
        """Until `size` bytes have come, or the end."""
        while len(self.body) < size and not self.ended:
            self.receive()

    def answer(self):
        while not self.ended:
            self.receive()
        return json.loads(self.body) if self.body else None
