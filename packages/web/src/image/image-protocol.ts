import type { ImageDecodeReason } from '@ocelli/core/runtime';

/** To the worker, once; it ends after its reply. */
export interface ImageRequest {
  readonly blob: Blob;
  readonly maxPixels: number;
}

export type ImageReply =
  | {
      readonly kind: 'decoded';
      readonly width: number;
      readonly height: number;
      /** RGBA, upright. */
      readonly data: Uint8ClampedArray<ArrayBuffer>;
    }
  | { readonly kind: 'failed'; readonly reason: ImageDecodeReason; readonly detail: string };
