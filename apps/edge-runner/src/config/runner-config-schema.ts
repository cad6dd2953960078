import * as v from 'valibot';

/** Messages complete the sentence "PATH must be …, but it is …". */
const id = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'small letters, digits and hyphens, at most 63'),
);
const text = v.pipe(v.string(), v.nonEmpty('a text that is not empty'));
const positive = v.pipe(v.number(), v.gtValue(0, 'above 0'));
const milliseconds = v.pipe(v.number(), v.minValue(0, '0 or more (milliseconds)'));
const fraction = v.pipe(v.number(), v.minValue(0, 'from 0 to 1'), v.maxValue(1, 'from 0 to 1'));
const count = (least: number) =>
  v.pipe(
    v.number(),
    v.integer('a whole number'),
    v.minValue(least, `${String(least)} or more`),
    v.maxValue(Number.MAX_SAFE_INTEGER, 'a whole number that a double holds exactly'),
  );

/** A secret never stands in the configuration itself: it is read from the environment or a file. */
const secret = v.union(
  [v.strictObject({ env: text }), v.strictObject({ file: text })],
  '{ env: NAME } or { file: PATH }',
);

const credentials = { username: v.optional(text), password: v.optional(secret) };

const simulated = v.strictObject({
  kind: v.literal('simulated'),
  scene: v.picklist(['road', 'leaf', 'blood-smear', 'mri']),
  seed: v.optional(v.pipe(v.number(), v.integer('a whole number'))),
  /** Frames per second. */
  fps: v.optional(v.pipe(positive, v.maxValue(60, 'at most 60'))),
  width: v.optional(count(16)),
  height: v.optional(count(16)),
});
const rtsp = v.strictObject({
  kind: v.literal('rtsp'),
  url: text,
  transport: v.optional(v.picklist(['tcp', 'udp', 'udp_multicast', 'http'])),
  ...credentials,
});
const mjpeg = v.strictObject({ kind: v.literal('mjpeg'), url: text, ...credentials });
const usb = v.strictObject({
  kind: v.literal('usb'),
  device: text,
  width: v.optional(count(1)),
  height: v.optional(count(1)),
  fps: v.optional(positive),
});
const video = v.strictObject({ kind: v.literal('video'), path: text });
const images = v.strictObject({
  kind: v.literal('images'),
  paths: v.pipe(v.array(text), v.minLength(1, 'a list of at least one path')),
});
const folder = v.strictObject({
  kind: v.literal('folder'),
  path: text,
  includeExisting: v.optional(v.boolean()),
});

const source = v.variant('kind', [simulated, rtsp, mjpeg, usb, video, images, folder]);

const events = v.strictObject({
  enterThreshold: v.optional(fraction),
  leaveThreshold: v.optional(fraction),
  dwellMs: v.optional(milliseconds),
  leaveAfterMs: v.optional(milliseconds),
  coolDownMs: v.optional(milliseconds),
  /** Labels that mean "nothing to report". */
  ignoreLabels: v.optional(v.array(text)),
});

const health = v.strictObject({
  noSignalAfterMs: v.optional(positive),
  /** 0: a picture that stands still is fine. */
  frozenAfterMs: v.optional(milliseconds),
  /** False: blurred pictures are classified too. */
  blurred: v.optional(v.boolean()),
});

const camera = v.strictObject({
  id,
  name: v.optional(text),
  source,
  model: text,
  /** What is classified: the whole picture, or each traffic sign that is found in it. Default `whole`. */
  find: v.optional(v.picklist(['whole', 'signs'])),
  /** Part of the picture, as fractions of its sides. */
  region: v.optional(
    v.strictObject({
      x: fraction,
      y: fraction,
      width: v.pipe(fraction, v.gtValue(0, 'above 0, at most 1')),
      height: v.pipe(fraction, v.gtValue(0, 'above 0, at most 1')),
    }),
  ),
  /** At most one frame is looked at in this time. */
  everyMs: v.optional(positive),
  /** No older frame is acted on. */
  maxAgeMs: v.optional(positive),
  smoothingMs: v.optional(positive),
  events: v.optional(events),
  health: v.optional(health),
});

const model = v.strictObject({
  /** A pack, a card, an ONNX file, or a model folder. */
  model: text,
  variant: v.optional(text),
  executionProviders: v.optional(v.pipe(v.array(text), v.minLength(1, 'a list of at least one'))),
});

const queueEvents = v.optional(count(1));
const httpUrl = v.pipe(
  v.string(),
  v.regex(/^https?:\/\/[^\s/]+/i, 'a URL such as https://example.org/events'),
);
const stdout = v.strictObject({ kind: v.literal('stdout') });
const file = v.strictObject({
  kind: v.literal('file'),
  path: text,
  /** A file that would grow beyond it is put aside. */
  maxBytes: v.optional(count(1024)),
  /** Files that are kept, the current one among them. */
  maxFiles: v.optional(count(1)),
});
const webhook = v.strictObject({
  kind: v.literal('webhook'),
  url: httpUrl,
  /** Sent as `Authorization: Bearer …`. */
  token: v.optional(secret),
  timeoutMs: v.optional(positive),
  queueEvents,
});
const mqtt = v.strictObject({
  kind: v.literal('mqtt'),
  url: v.pipe(
    v.string(),
    v.regex(/^(mqtts?|wss?):\/\/[^\s/]+/i, 'a URL such as mqtt://192.168.0.5:1883'),
  ),
  /** `{camera}` and `{type}` are replaced. Default `ocelli/{camera}/{type}`. */
  topic: v.optional(text),
  qos: v.optional(v.picklist([0, 1])),
  clientId: v.optional(text),
  timeoutMs: v.optional(positive),
  queueEvents,
  ...credentials,
});

export const runnerConfigSchema = v.strictObject({
  /** For editors. */
  $schema: v.optional(v.string()),
  cameras: v.pipe(v.array(camera), v.minLength(1, 'a list of at least one camera')),
  /** Models by a name of their own, where a camera needs more than what `model` says. */
  models: v.optional(v.record(id, model)),
  /** Where events go. Default: stdout. */
  sinks: v.optional(v.array(v.variant('kind', [stdout, file, webhook, mqtt]))),
  /** The local page; `false` for none. */
  page: v.optional(
    v.union(
      [
        v.literal(false),
        v.strictObject({
          host: v.optional(text),
          port: v.optional(v.pipe(count(0), v.maxValue(65535, 'at most 65535'))),
          /** Needed for any host that is not this machine alone. */
          token: v.optional(secret),
          /** Names that browsers reach the page by, beside `host` itself. */
          allowedHosts: v.optional(v.array(text)),
        }),
      ],
      'false or an object',
    ),
  ),
  log: v.optional(
    v.strictObject({ level: v.optional(v.picklist(['debug', 'info', 'warn', 'error'])) }),
  ),
  /** How long frames and events may take to come through after a signal. Default 10,000. */
  drainMs: v.optional(positive),
});
