// Gives a camera more frames than its classifier can take, and measures how old the frames are that it acts on,
// whether memory grows, and whether every frame is accounted for.
// node --expose-gc overload.mjs [--seconds 300] [--inference-ms 40] [--load 2.4]
// The exit code is 1 where a goal is missed.
import { parseArgs } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClassifier, createFrame } from '@ocelli/core';
import { trafficSign } from '@ocelli/models/traffic-sign';
import { createNodeBackend } from '@ocelli/node';
import { asCamera, classifyLatest, fromFrames, withCameraHealth } from '@ocelli/rx';
import { createRoadScene } from '@ocelli/scenes';

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '300' },
    'inference-ms': { type: 'string', default: '40' },
    load: { type: 'string', default: '2.4' },
  },
});
const seconds = Number(values.seconds);
const inferenceMs = Number(values['inference-ms']);
const intervalMs = inferenceMs / Number(values.load);
/** Memory counts from here on: everything was allocated once. */
const WARM_UP_SHARE = 0.1;

const scene = createRoadScene({ seed: 1 });
const pictures = Array.from({ length: 16 }, (_, index) => {
  const { frame } = scene.frameAt(index * 5, { format: 'i420' });
  const data = new Uint8Array(frame.data);
  frame.close();
  return data;
});

const nowMs = () => performance.timeOrigin + performance.now();
/** Frames in recycled memory, as the decoder gives them. */
const slots = [];
let made = 0;
let open = 0;
let mostOpen = 0;

/** A camera that waits for nobody. */
async function* capture(untilMs) {
  const startMs = nowMs();
  for (let next = 0; nowMs() < untilMs;) {
    const waitMs = startMs + next * intervalMs - nowMs();
    if (waitMs > 0) await sleep(waitMs);
    made += 1;
    open += 1;
    mostOpen = Math.max(mostOpen, open);
    const data = slots.pop() ?? new Uint8Array(pictures[0].length);
    data.set(pictures[next % pictures.length]);
    yield createFrame({
      width: scene.width,
      height: scene.height,
      format: 'i420',
      data,
      timestampUs: nowMs() * 1000,
      sequence: next,
      onClose: () => {
        open -= 1;
        slots.push(data);
      },
    });
    next += 1;
  }
}

const classifier = await createClassifier({ card: trafficSign, backend: createNodeBackend() });
/** Of the frames that were acted on, when classifying began and when the decision came, in milliseconds. */
const [agesAtStart, agesAtDecision] = [[], []];
const durations = [];
/** The model itself, and then as long as a slower one would take. */
const slow = {
  classify: async (frame, options) => {
    const startMs = nowMs();
    agesAtStart.push(startMs - frame.timestampUs / 1000);
    const classification = await classifier.classify(frame, options);
    const restMs = startMs + inferenceMs - nowMs();
    if (restMs > 0) await sleep(restMs);
    durations.push(nowMs() - startMs);
    return classification;
  },
};

const counts = { decision: 0, drop: {} };
const startMs = nowMs();
const memorySamples = [];
const memory = setInterval(() => {
  globalThis.gc?.();
  if (nowMs() - startMs > WARM_UP_SHARE * seconds * 1000) {
    memorySamples.push(process.memoryUsage.rss() / 2 ** 20);
  }
}, 1000);

await new Promise((resolve, reject) => {
  fromFrames(capture(startMs + seconds * 1000))
    .pipe(
      asCamera('gate'),
      withCameraHealth('gate', { frozenAfterMs: Infinity }),
      classifyLatest(slow),
    )
    .subscribe({
      next: (item) => {
        if (item.kind === 'decision') {
          counts.decision += 1;
          agesAtDecision.push(nowMs() - item.capturedUs / 1000);
        }
        if (item.kind === 'drop') counts.drop[item.reason] = (counts.drop[item.reason] ?? 0) + 1;
      },
      error: reject,
      complete: resolve,
    });
});
clearInterval(memory);
await classifier.release();

const p99 = (list) => [...list].sort((a, b) => a - b)[Math.ceil(0.99 * list.length) - 1];
const dropped = Object.values(counts.drop).reduce((sum, count) => sum + count, 0);
const limitMs = 2 * inferenceMs + intervalMs;
const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
const tenth = Math.ceil(memorySamples.length / 10);
const first = median(memorySamples.slice(0, tenth));
const growth = median(memorySamples.slice(-tenth)) - first;
const peak = Math.max(...memorySamples) - first;
const goals = [
  [
    `p99 age of the frame acted on, when it is decided, ${p99(agesAtDecision).toFixed(1)} ms`,
    `at most ${limitMs.toFixed(1)} ms`,
    p99(agesAtDecision) <= limitMs,
  ],
  [
    `resident memory grew by ${growth.toFixed(1)} MiB from the first tenth to the last, ${peak.toFixed(1)} MiB at its peak`,
    'at most 10 MiB',
    growth <= 10,
  ],
  [
    `${made} frames, ${counts.decision} decided, ${dropped} dropped`,
    'none missing',
    counts.decision + dropped === made,
  ],
  [`${open} frames open at the end, ${mostOpen} at most`, 'none at the end', open === 0],
];
console.log(
  `${seconds} s at ${(inferenceMs / intervalMs).toFixed(1)} times what ${inferenceMs} ms a frame allow; drops ${JSON.stringify(counts.drop)}; p99 of classifying ${p99(durations).toFixed(1)} ms, of the age when it begins ${p99(agesAtStart).toFixed(1)} ms`,
);
for (const [measured, goal, isMet] of goals) {
  console.log(`${isMet ? 'met   ' : 'MISSED'} ${measured} (${goal})`);
}
process.exitCode = goals.every(([, , isMet]) => isMet) ? 0 : 1;
