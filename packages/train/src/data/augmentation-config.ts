import { InvalidArgumentError } from '@ocelli/core';
import * as v from 'valibot';

/** Smallest and largest value; drawn evenly between them unless said otherwise. */
export type Range = readonly [number, number];

/** What pixels beyond the edge of the picture show; letterboxed pictures show their padding colour. */
export const FILL_MODES = ['edge', 'reflect'] as const;
export type FillMode = (typeof FILL_MODES)[number];

/**
 * How training pictures are varied, as plain data. A missing field is off. All of it is drawn anew for every
 * picture and epoch, in the order below. Sizes are relative to the frame, which is what inference would see of the picture.
 */
export interface AugmentationConfig {
  /** Random resized crop: share of the frame's area, and width to height relative to the frame's own (log-even). */
  readonly crop?: { readonly area: Range; readonly ratio?: Range };
  /** Largest shift in each direction, as a fraction of the side. */
  readonly translate?: number;
  /** How large the picture appears: 1 as it is, 2 twice as large (log-even). */
  readonly scale?: Range;
  /** Largest angle to either side, in degrees. */
  readonly rotate?: number;
  /** Largest change of scale from the middle to the edge when the picture plane is tilted, below 0.5. */
  readonly perspective?: number;
  /** Probability of a mirror image, left and right. Not where a mirrored picture means something else. */
  readonly flipHorizontal?: number;
  /** Probability of a mirror image, top and bottom. */
  readonly flipVertical?: number;
  /** 0, 90, 180 or 270 degrees, each as likely: for pictures without an up. Default false. */
  readonly quarterTurns?: boolean;
  /** Default `reflect`. */
  readonly fill?: FillMode;

  /** Exponent on levels of 0..1 (log-even). */
  readonly gamma?: Range;
  /** Factor 1 - x .. 1 + x on all channels. */
  readonly brightness?: number;
  /** Factor 1 - x .. 1 + x on the distance from the mean level. */
  readonly contrast?: number;
  /** Factor 1 - x .. 1 + x on each channel apart: the colour of the light. */
  readonly tint?: number;
  /** Factor 1 - x .. 1 + x on the distance from grey. */
  readonly saturation?: number;
  /** Largest turn of the hue, in degrees. */
  readonly hue?: number;
  /** Probability that the picture loses its colour. */
  readonly grayscale?: number;
  /** Largest change of brightness from the middle to the edge, in a random direction: light from one side. */
  readonly illumination?: number;

  /** Out of focus: standard deviation in pixels of the input. */
  readonly blur?: { readonly probability: number; readonly sigma: Range };
  /** A moving camera: length of the streak in pixels of the input, in a random direction. */
  readonly motionBlur?: { readonly probability: number; readonly length: Range };
  /** A camera with fewer pixels: reduced by this factor and enlarged again. */
  readonly lowResolution?: { readonly probability: number; readonly factor: Range };
  /** Sensor noise: standard deviation in grey levels, each channel apart. */
  readonly noise?: { readonly probability: number; readonly sigma: Range };
  /** A box of one random colour: its sides as fractions of the frame's. */
  readonly cutout?: { readonly probability: number; readonly size: Range };
  /**
   * Blends each picture of a batch and its target with another one's, by a share drawn from Beta(alpha, alpha) for the whole
   * batch (Zhang et al. 2018).
   */
  readonly mixup?: { readonly probability: number; readonly alpha: number };
}

const within = (min: number, max: number) => {
  const expected = `a number from ${String(min)} to ${String(max)}`;
  return v.pipe(v.number(expected), v.minValue(min, expected), v.maxValue(max, expected));
};
const range = (min: number, max: number) => {
  const expected = `a pair of numbers from ${String(min)} to ${String(max)}, the smaller first`;
  return v.pipe(
    v.strictTuple([within(min, max), within(min, max)], expected),
    v.check(([low, high]) => low <= high, expected),
    v.readonly(),
  );
};
const optional = v.exactOptional;
const probability = within(0, 1);
const sometimes = <const E extends v.ObjectEntries>(entries: E) =>
  optional(v.pipe(v.strictObject({ probability, ...entries }), v.readonly()));

/** Checks an `AugmentationConfig` that comes from a file; unknown fields are errors. */
export const augmentationSchema = v.pipe(
  v.strictObject({
    crop: optional(
      v.pipe(
        v.strictObject({ area: range(0.01, 1), ratio: optional(range(0.1, 10)) }),
        v.readonly(),
      ),
    ),
    translate: optional(within(0, 1)),
    scale: optional(range(0.1, 10)),
    rotate: optional(within(0, 180)),
    perspective: optional(within(0, 0.49)),
    flipHorizontal: optional(probability),
    flipVertical: optional(probability),
    quarterTurns: optional(v.boolean()),
    fill: optional(v.picklist(FILL_MODES)),
    gamma: optional(range(0.1, 10)),
    brightness: optional(within(0, 1)),
    contrast: optional(within(0, 1)),
    tint: optional(within(0, 1)),
    saturation: optional(within(0, 1)),
    hue: optional(within(0, 180)),
    grayscale: optional(probability),
    illumination: optional(within(0, 1)),
    blur: sometimes({ sigma: range(0, 4) }),
    motionBlur: sometimes({ length: range(1, 16) }),
    lowResolution: sometimes({ factor: range(1, 16) }),
    noise: sometimes({ sigma: range(0, 128) }),
    cutout: sometimes({ size: range(0, 1) }),
    mixup: sometimes({ alpha: within(0.01, 10) }),
  }),
  v.readonly(),
);

/**
 * Checks a configuration that comes from outside, where types do not hold.
 *
 * @throws InvalidArgumentError naming the field.
 */
export const checkAugmentation = (config: AugmentationConfig): void => {
  const result = v.safeParse(augmentationSchema, config, { abortEarly: true });
  if (result.success) return;
  const [issue] = result.issues;
  throw new InvalidArgumentError({
    argument: ['augmentation', v.getDotPath(issue)].filter(Boolean).join('.'),
    expected: issue.message.startsWith('Invalid') ? (issue.expected ?? 'absent') : issue.message,
    actual: issue.received,
  });
};

/** Whether pictures have to be sampled anew, rather than only flipped and recoloured. */
export const changesGeometry = (config: AugmentationConfig): boolean =>
  config.crop !== undefined ||
  config.scale !== undefined ||
  (config.translate ?? 0) > 0 ||
  (config.rotate ?? 0) > 0 ||
  (config.perspective ?? 0) > 0;

/** Whether nothing at all is varied: pictures then are exactly those of inference. */
export const isIdentity = (config: AugmentationConfig | undefined): boolean =>
  config === undefined || Object.keys(config).every((name) => name === 'fill');
