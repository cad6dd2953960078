import { asyncScheduler, interval, Observable, type SchedulerLike } from 'rxjs';
import { checkNumber } from './check-number.js';
import { follow } from './follow.js';
import type { CameraItem, PassOn } from './items/camera-item.js';
import { DROP_REASONS, type DropReason } from './items/frame-drop.js';
import type { LatencyPercentiles, RateReport } from './items/rate-report.js';

export interface MeasureRateConfig {
  /** A report covers this long, and comes this often, in milliseconds. Default 5000. */
  readonly windowMs?: number;
}

/** By nearest rank: the smallest latency that a `fraction` of all do not exceed. */
const percentiles = (latencies: readonly number[]): LatencyPercentiles | undefined => {
  if (latencies.length === 0) return undefined;
  const sorted = Float64Array.from(latencies).sort();
  const at = (fraction: number) => sorted[Math.ceil(fraction * sorted.length) - 1] ?? 0;
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99) };
};

const noDrops = () =>
  Object.fromEntries(DROP_REASONS.map((reason) => [reason, 0])) as Record<DropReason, number>;

/** Counts what passes within one window. */
const createCounter = (cameraId: string, scheduler: SchedulerLike) => {
  let startMs = scheduler.now();
  let latencies: number[] = [];
  let drops = noDrops();
  let hasCounted = false;
  return {
    get hasCounted() {
      return hasCounted;
    },
    count(item: CameraItem): void {
      if (item.kind === 'decision') latencies.push((item.decidedUs - item.capturedUs) / 1000);
      else if (item.kind === 'drop') drops[item.reason] += 1;
      else return;
      hasCounted = true;
    },
    /** Ends the window and begins the next. */
    report(): RateReport {
      const nowMs = scheduler.now();
      const windowMs = nowMs - startMs;
      const report: RateReport = {
        kind: 'rate',
        cameraId,
        atUs: nowMs * 1000,
        windowMs,
        fps: windowMs > 0 ? (latencies.length * 1000) / windowMs : 0,
        decisions: latencies.length,
        latencyMs: percentiles(latencies),
        drops,
      };
      startMs = nowMs;
      latencies = [];
      drops = noDrops();
      hasCounted = false;
      return report;
    },
  };
};

/**
 * Reports how fast frames became decisions: decisions per second, percentiles of the latency from capture to
 * decision, drops by reason. A `rate` item every `windowMs`, also when nothing came, and one for the rest when
 * the source completes. All items pass.
 *
 * ```
 * items                           -d-d---d-d|
 * measureRate({ windowMs: 5 })    -d-d-r-d-(dr|)    r = report
 * ```
 *
 * Memory is bounded by the decisions of one window. For one camera a subscription; place it after the
 * classifier, as frames are not counted, only what they became.
 *
 * @throws InvalidArgumentError for a window that is not above 0.
 */
export const measureRate = (
  cameraId: string,
  { windowMs = 5000 }: MeasureRateConfig = {},
  scheduler: SchedulerLike = asyncScheduler,
): PassOn<RateReport> => {
  checkNumber('config.windowMs', windowMs, 'positive');
  return <I extends CameraItem>(source: Observable<I>) =>
    new Observable<CameraItem>((subscriber) => {
      const counter = createCounter(cameraId, scheduler);
      subscriber.add(
        interval(windowMs, scheduler).subscribe(() => {
          subscriber.next(counter.report());
        }),
      );
      follow<CameraItem>(source, subscriber, {
        next: (item) => {
          counter.count(item);
          subscriber.next(item);
        },
        complete: () => {
          if (counter.hasCounted) subscriber.next(counter.report());
          subscriber.complete();
        },
      });
    }) as Observable<I | RateReport>;
};
