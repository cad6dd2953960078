import type { DownloadProgress, ExecutionProviderAttempt } from '@ocelli/core';
import type { CameraState, RateReport } from '@ocelli/rx';
import type { Camera } from '@ocelli/web';
import type { HistoryEntry } from '../history/history-entry.js';
import type { Language, Localised } from '../language/language.js';
import type { Fault } from '../language/texts.js';
import type { Settings } from '../store/settings.js';
import type { Mark, Score } from './page-definition.js';

/** What went wrong, for users and for those who ask. */
export interface Failure {
  readonly fault: Fault;
  readonly detail: string;
}

export type ModelState =
  | { readonly kind: 'loading'; readonly progress: DownloadProgress | undefined }
  | {
      readonly kind: 'ready';
      readonly executionProvider: string;
      readonly attempts: readonly ExecutionProviderAttempt[];
    }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Where pictures come from: `undefined` before the user has chosen. */
export type SourceState =
  | { readonly kind: 'choosing' }
  | { readonly kind: 'opening' | 'live' | 'paused'; readonly isSimulated: boolean }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** A picture that the user opened. */
export type PictureState =
  | { readonly kind: 'waiting' | 'done'; readonly name: string }
  | { readonly kind: 'failed'; readonly name: string; readonly failure: Failure };

/** Everything that a page shows. */
export interface PageState {
  readonly settings: Settings;
  readonly language: Language;
  readonly modeId: string;
  readonly model: ModelState;
  readonly source: SourceState;
  /** Empty before the user has allowed a camera. */
  readonly cameras: readonly Camera[];
  readonly deviceId: string;
  /** The browser knows of no camera at all. */
  readonly isWithoutCamera: boolean;
  readonly picture: PictureState | undefined;
  /** Size of what is shown, in pixels. */
  readonly width: number;
  readonly height: number;
  readonly health: CameraState;
  readonly rate: RateReport | undefined;
  readonly scores: readonly Score[];
  readonly marks: readonly Mark[];
  readonly answer: Score | undefined;
  readonly advice: Localised | undefined;
  readonly history: readonly HistoryEntry[];
}

/** What is not known of the next picture. */
export const NOTHING_SEEN = {
  health: 'ok',
  rate: undefined,
  scores: [],
  marks: [],
  answer: undefined,
  advice: undefined,
} as const satisfies Partial<PageState>;
