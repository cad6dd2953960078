"""A real RTSP server with generated pictures: rtsp-server.py PORT [WIDTHxHEIGHT] [USER:PASSWORD].

Paths: /video (H.264), /audio (sound without video). Prints "ready" once it listens.
"""
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
