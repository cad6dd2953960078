import type { CameraPhase, CameraStatus } from '../camera/camera-status.js';
import type { RunnerEvent } from '../events/runner-event.js';

export type Tone = 'good' | 'warn' | 'bad' | 'idle';

const PHASES: { readonly [P in CameraPhase]: readonly [Tone, string] } = {
  loading: ['idle', 'Loading model'],
  connecting: ['idle', 'Connecting'],
  live: ['good', 'Live'],
  silent: ['warn', 'Silent'],
  reconnecting: ['warn', 'Reconnecting'],
  failed: ['bad', 'Failed'],
  ended: ['idle', 'At its end'],
  stopped: ['idle', 'Stopped'],
};

const HEALTH: Readonly<Record<string, string>> = {
  'no-signal': 'No signal',
  frozen: 'Picture frozen',
  black: 'Picture black',
  'over-exposed': 'Over-exposed',
  blurred: 'Blurred',
};

/** How a camera is, in two words and a tone. */
export const describeCamera = ({ phase, health }: CameraStatus): readonly [Tone, string] => {
  const trouble = phase === 'live' && health !== undefined ? HEALTH[health] : undefined;
  return trouble === undefined ? PHASES[phase] : ['warn', trouble];
};

/** Whether a camera is there and its picture, while it is live, fit to be decided on. */
export const isWell = ({ isReady, phase, health }: CameraStatus): boolean =>
  isReady && (phase !== 'live' || health === undefined || HEALTH[health] === undefined);

const DROPS: Readonly<Record<string, string>> = {
  superseded: 'a newer frame came',
  'too-old': 'too old when its turn came',
  'too-late': 'decided too late',
  'queue-full': 'queue full',
  'no-decision': 'could not be decided',
  'not-sampled': 'between samples',
  'no-motion': 'nothing moved',
  'unfit-picture': 'picture unfit',
  'not-delivered': 'lost before the runner',
};

/** Why frames were dropped, in words. */
export const describeDrop = (reason: string): string => DROPS[reason] ?? reason;

/** An event as what happened and where. */
export const describeEvent = (event: RunnerEvent): readonly [what: string, detail: string] => {
  switch (event.type) {
    case 'entered':
      return [event.name, 'entered'];
    case 'changed':
      return [event.name, `took the place of ${event.fromName ?? 'another'}`];
    case 'left':
      return [event.name, 'left'];
    case 'health':
      return [HEALTH[event.state] ?? 'Picture good again', 'picture'];
    case 'source':
      return [PHASES[event.state][1], event.cause ?? 'camera'];
  }
};

const CODES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'the connection is refused',
  ECONNRESET: 'the connection was cut',
  ENOTFOUND: 'the host name is not known',
  EAI_AGAIN: 'the host name cannot be looked up',
  ETIMEDOUT: 'no answer in time',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ENOSPC: 'the disk is full',
  EACCES: 'this user may not write there',
  EROFS: 'the disk is read-only',
};

/** Why a sink fails; what the system says in a code is said in words. */
export const describeCause = (cause: string): string =>
  cause.replace(/\bE[A-Z_]+\b/g, (code) => CODES[code] ?? code);

export const formatCount = (count: number): string => count.toLocaleString('en');

export const formatDuration = (ms: number): string => {
  const seconds = Math.floor(ms / 1000);
  if (seconds < 60) return `${String(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${String(minutes)} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return `${String(hours)} h ${String(minutes % 60)} min`;
  return `${String(Math.floor(hours / 24))} days`;
};

/** A score as users read it: a model is never certain. */
export const formatPercent = (score: number): string =>
  `${String(Math.round(100 * Math.min(score, 0.994)))}%`;
