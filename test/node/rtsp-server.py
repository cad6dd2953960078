"""A real RTSP server with generated pictures: rtsp-server.py PORT [WIDTHxHEIGHT] [USER:PASSWORD].

Paths: /video (H.264), /audio (sound without video), /colours (H.264: a moving texture, red and blue in turns). Prints
"ready" once it listens. A line on stdin says what the camera of /colours shows: `live`, `black` or `frozen`, which begins
in the middle of a colour.
"""
import random
import sys

import gi

gi.require_version('Gst', '1.0')
gi.require_version('GstRtspServer', '1.0')
from gi.repository import GLib, Gst, GstRtspServer

Gst.init(None)
port = sys.argv[1]
width, height = (sys.argv[2] if len(sys.argv) > 2 else '320x240').split('x')
credentials = sys.argv[3] if len(sys.argv) > 3 else None

PIPELINES = {
    '/video': (
        f'( videotestsrc is-live=true pattern=ball ! video/x-raw,width={width},height={height},'
        'framerate=25/1 ! timeoverlay ! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=25 '
        '! rtph264pay name=pay0 pt=96 config-interval=1 )'
    ),
    '/audio': '( audiotestsrc is-live=true ! alawenc ! rtppcmapay name=pay0 pt=8 )',
}

FPS = 25
# Longer than it takes to be sure of a label.
COLOUR_FRAMES = 40
# BT.601, limited range: red (205, 30, 35) and blue (40, 80, 200).
RED, BLUE = (87, 100, 205), (82, 191, 104)


class ColourCamera:
    """Makes the frames of /colours, one when the encoder asks for it."""

    def __init__(self, width, height):
        self.size = width * height
        self.shown = self.wanted = 'live'
        self.count = 0
        noise = random.Random(1)
        rows = ([noise.randrange(-40, 41) for _ in range(width // 8)] for _ in range(height // 8))
        pixels = ([level for level in row for _ in range(8)] for row in rows)
        self.texture = [level for row in pixels for _ in range(8) for level in row]

    def draw(self, luma, u, v):
        # Moves to the left, by a step that is no multiple of a block.
        at = self.count * 3 % self.size
        levels = self.texture[at:] + self.texture[:at]
        chroma = self.size // 4
        return bytes(luma + level for level in levels) + bytes([u]) * chroma + bytes([v]) * chroma

    def next(self):
        if self.wanted != 'frozen' or self.count % COLOUR_FRAMES == COLOUR_FRAMES // 2:
            self.shown = self.wanted
        if self.shown == 'black':
            self.frame = bytes([16]) * self.size + bytes([128]) * (self.size // 2)
        elif self.shown == 'live':
            self.frame = self.draw(*(BLUE if self.count // COLOUR_FRAMES % 2 else RED))
        self.count += 1
        return self.frame

    def attach(self, _factory, media):
        source = media.get_element().get_by_name('camera')
        sent = 0

        def push(appsrc, _length):
            nonlocal sent
            buffer = Gst.Buffer.new_wrapped(self.next())
            buffer.duration = Gst.SECOND // FPS
            buffer.pts = buffer.dts = sent * buffer.duration
            sent += 1
            appsrc.emit('push-buffer', buffer)

        source.connect('need-data', push)


camera = ColourCamera(int(width), int(height))
PIPELINES['/colours'] = (
    f'( appsrc name=camera is-live=true format=time caps=video/x-raw,format=I420,width={width},height={height},'
    f'framerate={FPS}/1 ! clocksync ! x264enc tune=zerolatency speed-preset=ultrafast '
    # What stands still then stays the same to the bit, from key frame to key frame.
    'pass=quant quantizer=28 key-int-max=25 ! rtph264pay name=pay0 pt=96 config-interval=1 )'
)


def on_line(source, condition):
    line = source.readline().strip()
    if line:
        camera.wanted = line
    return line != ''


GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, on_line)

server = GstRtspServer.RTSPServer()
server.set_address('127.0.0.1')
server.set_service(port)

if credentials is not None:
    user, password = credentials.split(':', 1)
    auth = GstRtspServer.RTSPAuth()
    token = GstRtspServer.RTSPToken()
    token.set_string('media.factory.role', 'viewer')
    auth.add_basic(GstRtspServer.RTSPAuth.make_basic(user, password), token)
    server.set_auth(auth)

for path, pipeline in PIPELINES.items():
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(pipeline)
    factory.set_shared(True)
    if path == '/colours':
        factory.connect('media-configure', camera.attach)
    if credentials is not None:
        permissions = GstRtspServer.RTSPPermissions()
        permissions.add_permission_for_role('viewer', 'media.factory.access', True)
        permissions.add_permission_for_role('viewer', 'media.factory.construct', True)
        factory.set_permissions(permissions)
    server.get_mount_points().add_factory(path, factory)

if server.attach(None) == 0:
    sys.exit(f'cannot listen on port {port}')
print('ready', flush=True)
GLib.MainLoop().run()
