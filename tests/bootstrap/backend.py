# SPDX-License-Identifier: MPL-2.0
"""What stands behind nginx in the tests: one listener an upstream, which tells
HTTP/1.1 from HTTP/2 by the first bytes, says what it got, and echoes."""
import json
import socket
import threading

import h2.config
import h2.connection
import h2.events

PREFACE = b'PRI * HTTP/2.0'


class Backend:
    """Answers every request with a JSON description of it."""

    def __init__(self, name):
        self.name = name
        self.listener = socket.create_server(('127.0.0.1', 0))
        self.address = '127.0.0.1:%d' % self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            peer, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=(peer,), daemon=True).start()

    def serve(self, peer):
        try:
            with peer:
                first = peer.recv(len(PREFACE), socket.MSG_PEEK)
                if first.startswith(PREFACE[:len(first)]) and first:
                    Http2(self.name, peer).run()
                else:
                    self.serve_http1(peer)
        except OSError:
            pass

    def serve_http1(self, peer):
        with peer.makefile('rb') as lines:
            request = lines.readline().split()
            fields = dict(read_fields(lines))
            if 'upgrade' in fields:
                peer.sendall(b'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: '
                             + fields['upgrade'].encode() + b'\r\nX-Upstream: ' + self.name.encode() + b'\r\n\r\n')
                echo(peer)
                return
            size = len(lines.read(int(fields.get('content-length', 0))))
            text = describe(self.name, 'HTTP/1.1', fields.get('host'), request[1].decode(), fields, size)
            peer.sendall(b'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: '
                         + str(len(text)).encode() + b'\r\n\r\n' + text)


def read_fields(lines):
    for line in iter(lines.readline, b'\r\n'):
        name, _, value = line.decode().partition(':')
        yield name.lower(), value.strip()


def echo(peer):
    for received in iter(lambda: peer.recv(65536), b''):
        peer.sendall(received)


def describe(upstream, protocol, authority, path, fields, size):
    return json.dumps({
        'upstream': upstream, 'protocol': protocol, 'authority': authority, 'path': path, 'size': size,
        'type': fields.get('content-type'), 'client': fields.get('x-forwarded-for')}).encode()


class Http2:
    """One connection.  A path that ends in /stream is echoed as it comes, any other is described at its end."""

    def __init__(self, name, peer):
        self.name = name
        self.peer = peer
        self.streams = {}
        self.connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False, header_encoding='utf-8'))

    def run(self):
        self.connection.initiate_connection()
        self.flush()
        for received in iter(lambda: self.peer.recv(1 << 20), b''):
            for event in self.connection.receive_data(received):
                self.take(event)
            self.pump()
            self.flush()

    def flush(self):
        self.peer.sendall(self.connection.data_to_send())

    def take(self, event):
        if isinstance(event, h2.events.RequestReceived):
            fields = dict(event.headers)
            is_stream = fields[':path'].endswith('/stream')
            self.streams[event.stream_id] = {'fields': fields, 'size': 0, 'out': bytearray(), 'ended': False, 'echo': is_stream}
            self.connection.send_headers(event.stream_id, [(':status', '200'), ('content-type', fields['content-type'])])
        elif isinstance(event, h2.events.DataReceived):
            stream = self.streams[event.stream_id]
            stream['size'] += len(event.data)
            if stream['echo']:
                stream['out'] += event.data
            self.connection.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
        elif isinstance(event, h2.events.StreamEnded):
            stream = self.streams[event.stream_id]
            stream['ended'] = True
            if not stream['echo']:
                fields = stream['fields']
                # nginx writes what grpc_set_header makes of the host into this field, which RFC 9113 allows.
                authority = fields.get(':authority') or fields.get('host')
                stream['out'] += describe(self.name, 'HTTP/2', authority, fields[':path'], fields, stream['size'])
        elif isinstance(event, h2.events.StreamReset):
            self.streams.pop(event.stream_id, None)

    def pump(self):
        """Sends what flow control allows, and the trailers of what is done."""
        for stream_id, stream in list(self.streams.items()):
            while stream['out']:
                room = min(self.connection.local_flow_control_window(stream_id), self.connection.max_outbound_frame_size)
                if room == 0:
                    break
                self.connection.send_data(stream_id, bytes(stream['out'][:room]))
                del stream['out'][:room]
            if stream['ended'] and not stream['out']:
                self.connection.send_headers(stream_id, [('grpc-status', '0')], end_stream=True)
                del self.streams[stream_id]
