import type { RunnerStatus } from '../runner-status.js';
import { CAMERA_STATES, DROP_REASONS } from '@ocelli/rx';

type Labels = Readonly<Record<string, string>>;
type Sample = readonly [labels: Labels, value: number];

const escape = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

const labelsOf = (labels: Labels): string => {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escape(value)}"`);
  return pairs.length === 0 ? '' : `{${pairs.join(',')}}`;
};

const metric = (
  name: string,
  type: 'counter' | 'gauge',
  help: string,
  samples: readonly Sample[],
): string =>
  [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...samples.map(([labels, value]) => `${name}${labelsOf(labels)} ${String(value)}`),
  ].join('\n');

const REASONS = [...DROP_REASONS, 'not-delivered'] as const;

/** The status as Prometheus reads it (text format 0.0.4). */
export const formatMetrics = ({
  cameras,
  models,
  sinks,
  isReady,
  uptimeMs,
  process,
}: RunnerStatus): string => {
  const perCamera = (value: (camera: RunnerStatus['cameras'][number]) => number): Sample[] =>
    cameras.map((camera) => [{ camera: camera.id }, value(camera)]);
  const perSink = (value: (sink: RunnerStatus['sinks'][number]) => number): Sample[] =>
    sinks.map((sink) => [{ sink: sink.kind, target: sink.target }, value(sink)]);
  const quantiles = (
    [
      ['0.5', 'p50'],
      ['0.95', 'p95'],
      ['0.99', 'p99'],
    ] as const
  ).flatMap(([quantile, key]) =>
    cameras.flatMap(({ id, latencyMs }): Sample[] =>
      latencyMs === undefined ? [] : [[{ camera: id, quantile }, latencyMs[key] / 1000]],
    ),
  );
  return `${[
    metric('ocelli_ready', 'gauge', 'Models are loaded and all cameras live.', [
      [{}, Number(isReady)],
    ]),
    metric('ocelli_uptime_seconds', 'gauge', 'Since the start.', [[{}, uptimeMs / 1000]]),
    metric('process_resident_memory_bytes', 'gauge', 'Memory of the process.', [
      [{}, process.rssBytes],
    ]),
    metric('process_cpu_seconds_total', 'counter', 'Processor time.', [[{}, process.cpuSeconds]]),
    metric(
      'ocelli_camera_live',
      'gauge',
      'Frames arrive, or have come to their end.',
      perCamera(({ isReady: isLive }) => Number(isLive)),
    ),
    metric(
      'ocelli_camera_health',
      'gauge',
      'The state that the picture is in is 1.',
      cameras.flatMap(({ id, health }) =>
        CAMERA_STATES.map((state): Sample => [{ camera: id, state }, Number(state === health)]),
      ),
    ),
    metric(
      'ocelli_decisions_total',
      'counter',
      'Frames that were decided on.',
      perCamera(({ decisions }) => decisions),
    ),
    metric(
      'ocelli_frames_dropped_total',
      'counter',
      'Frames that were not decided on, by reason.',
      cameras.flatMap(({ id, drops }) =>
        REASONS.map((reason): Sample => [{ camera: id, reason }, drops[reason] ?? 0]),
      ),
    ),
    metric(
      'ocelli_decisions_per_second',
      'gauge',
      'Of the last seconds.',
      perCamera(({ fps }) => fps),
    ),
    metric(
      'ocelli_latency_seconds',
      'gauge',
      'From capture to decision, of the last seconds.',
      quantiles,
    ),
    metric(
      'ocelli_events_total',
      'counter',
      'Events made.',
      perCamera(({ events }) => events),
    ),
    metric(
      'ocelli_model_ready',
      'gauge',
      'The model is loaded.',
      models.map(({ model, state }): Sample => [{ model }, Number(state === 'ready')]),
    ),
    metric(
      'ocelli_sink_delivered_total',
      'counter',
      'Events delivered.',
      perSink(({ delivered }) => delivered),
    ),
    metric(
      'ocelli_sink_dropped_total',
      'counter',
      'Events given up because too many were waiting.',
      perSink(({ dropped }) => dropped),
    ),
    metric(
      'ocelli_sink_refused_total',
      'counter',
      'Events that the receiver will never take.',
      perSink(({ refused }) => refused),
    ),
    metric(
      'ocelli_sink_queued',
      'gauge',
      'Events that wait.',
      perSink(({ queued }) => queued),
    ),
  ].join('\n')}\n`;
};
