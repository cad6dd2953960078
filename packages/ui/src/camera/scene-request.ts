import type {
  BloodSmearSceneOptions,
  LeafSceneOptions,
  MriSceneOptions,
  RoadSceneOptions,
} from '@ocelli/scenes';

/** The scene that a simulated camera shows, as data that a worker can be sent. */
export type SceneRequest =
  | ({ readonly kind: 'road' } & RoadSceneOptions)
  | ({ readonly kind: 'leaf' } & LeafSceneOptions)
  | ({ readonly kind: 'blood-smear' } & BloodSmearSceneOptions)
  | ({ readonly kind: 'mri' } & MriSceneOptions);

/** What the worker sends for each `next`: RGBA pixels, stamped in microseconds since 1970. */
export interface DrawnFrame {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly timestampUs: number;
  readonly sequence: number;
}
