import type { CameraState } from '@ocelli/rx';

/** What can go wrong, as users see it. */
export const FAULTS = [
  'camera-permission-denied',
  'camera-not-found',
  'camera-in-use',
  'camera-unsatisfiable',
  'camera-disconnected',
  'camera-unsupported',
  'camera-failed',
  'insecure-page',
  'model-missing',
  'model-not-a-model',
  'model-altered',
  'model-unreachable',
  'model-unloadable',
  'no-execution-provider',
  'model-lost',
  'picture-unreadable',
  'picture-unsupported',
  'unexpected',
] as const;
export type Fault = (typeof FAULTS)[number];

/** What is wrong and what the user can do. */
export interface FaultText {
  readonly title: string;
  readonly remedy: string;
}

/** Every text that the pages share. */
export interface Texts {
  readonly faults: { readonly [F in Fault]: FaultText };
  /** What a camera's state means for the user; nothing is said while it is fine. */
  readonly cameraStates: { readonly [S in Exclude<CameraState, 'ok'>]: string };
  readonly language: string;
  readonly theme: string;
  readonly themes: { readonly auto: string; readonly light: string; readonly dark: string };
  readonly modes: string;
  readonly skipToAnswer: string;
  readonly simulated: string;
  readonly simulatedCamera: string;
  readonly camera: string;
  readonly cameraNumber: (number: number) => string;
  readonly startTitle: string;
  readonly startNote: string;
  readonly useCamera: string;
  readonly useSimulated: string;
  readonly openPicture: string;
  readonly openPictureNote: string;
  readonly dropHere: string;
  readonly backToCamera: string;
  readonly back: string;
  readonly pause: string;
  readonly resume: string;
  readonly paused: string;
  readonly live: string;
  readonly picture: string;
  readonly opening: string;
  readonly askingPermission: string;
  readonly noCameraFound: string;
  readonly tryAgain: string;
  readonly technicalDetails: string;
  readonly loadingModel: string;
  readonly preparingModel: string;
  readonly loadedOf: (received: string, total: string) => string;
  readonly looking: string;
  readonly noPicture: string;
  readonly confidence: string;
  readonly alternatives: string;
  readonly facts: string;
  readonly executionProvider: string;
  readonly automatic: string;
  readonly whyThis: string;
  readonly attemptOutcomes: {
    readonly selected: string;
    readonly unavailable: string;
    readonly failed: string;
    readonly 'self-check-failed': string;
  };
  readonly framesPerSecond: string;
  readonly latency: string;
  /** How long the slowest but 5 of 100 take. */
  readonly latencyMost: (milliseconds: string) => string;
  readonly latencyNote: string;
  readonly model: string;
  readonly accuracy: string;
  readonly accuracyOf: (percent: string, count: number) => string;
  readonly aboutModel: string;
  readonly notFor: string;
  readonly licence: string;
  readonly history: string;
  readonly historyNote: string;
  readonly historyEmpty: string;
  readonly clear: string;
  readonly reallyClear: string;
  readonly cancel: string;
  readonly cleared: string;
  readonly export: string;
  readonly onDevice: string;
}
