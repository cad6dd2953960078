import type { SceneKind, SceneOptions } from '@ocelli/scenes';

export interface SceneWorkerStart {
  readonly kind: SceneKind;
  readonly options: SceneOptions & { readonly fps: number };
}

export interface DrawRequest {
  readonly index: number;
}

export interface DrawnFrame {
  readonly index: number;
  readonly width: number;
  readonly height: number;
  /** i420, planes one after another. */
  readonly data: Uint8Array<ArrayBuffer>;
}
