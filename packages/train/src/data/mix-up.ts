import type { Random } from '../random/random.js';
import type { AugmentationConfig } from './augmentation-config.js';
import type { PictureLevel } from './prepared-picture.js';

/**
 * A number of the gamma distribution with this shape and scale 1 (Marsaglia and Tsang 2000); shapes below
 * 1 through `gamma(shape + 1) * u^(1 / shape)`.
 */
const drawGamma = (shape: number, random: Random): number => {
  if (shape < 1) return drawGamma(shape + 1, random) * (1 - random.uniform()) ** (1 / shape);
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v <= 0) continue;
    if (Math.log(1 - random.uniform()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
  }
};

/** Share that a batch's own pictures keep; undefined when this batch is not mixed. */
export const drawMixing = (
  { probability, alpha }: NonNullable<AugmentationConfig['mixup']>,
  random: Random,
): number | undefined => {
  if (random.uniform() >= probability) return undefined;
  const own = drawGamma(alpha, random);
  const other = drawGamma(alpha, random);
  // Both underflow to 0 for a very small alpha, where all of the share goes to one side.
  return own + other === 0 ? 1 : own / (own + other);
};

/** Blends each picture with the one after it, the last with the first, in the model's own scale of levels. */
export const mixPictures = (pictures: readonly PictureLevel[], share: number): PictureLevel[] => {
  const own = Math.round(share * 65536);
  return pictures.map((picture, index) => {
    const other = (pictures[index + 1] ?? pictures[0] ?? picture).data;
    const data = new Uint8Array(picture.data.length);
    for (let at = 0; at < data.length; at += 1) {
      const mixed = (picture.data[at] as number) * own + (other[at] as number) * (65536 - own);
      data[at] = (mixed + 32768) >> 16;
    }
    return { ...picture, data };
  });
};

/** Blends each row of `[N, classes]` as `mixPictures` blends pictures. */
export const mixTargets = (
  targets: Float32Array,
  classes: number,
  share: number,
): Float32Array<ArrayBuffer> =>
  Float32Array.from(
    targets,
    (target, at) =>
      target * share + (targets[(at + classes) % targets.length] as number) * (1 - share),
  );
