// One candidate in a process of its own, so that no other runtime's threads spin beside it. It answers
// each message `{ task, count }` with the milliseconds of `count` calls.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createCandidate } from './candidates.mjs';

const [name, modelPath] = process.argv.slice(2);
const tasks = await createCandidate(name, modelPath);

/** p95 of the event loop's delay while the task runs again and again. */
const delayWhile = async (run, durationMs) => {
  const histogram = monitorEventLoopDelay({ resolution: 1 });
  const end = performance.now() + durationMs;
  histogram.enable();
  while (performance.now() < end) await run();
  histogram.disable();
  // The histogram holds the time between two 1 ms timers; what is above 1 ms is delay.
  return Math.max(0, histogram.percentile(95) / 1e6 - 1);
};

process.on('message', async ({ task, count, delayMs }) => {
  if (delayMs !== undefined) {
    process.send(await delayWhile(tasks[task], delayMs));
    return;
  }
  const times = [];
  for (let call = 0; call < count; call += 1) {
    const start = performance.now();
    await tasks[task]();
    times.push(performance.now() - start);
  }
  process.send(times);
});
process.on('disconnect', () => process.exit());
process.send('ready');
