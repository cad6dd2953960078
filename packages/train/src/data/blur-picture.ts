/**
 * Five samples in a line through the pixel: the middle one, and two on either side at the same distances, in whole
 * pixels. Weights in 1/65536; `weights[0] + 2 weights[1] + 2 weights[2]` is 65536.
 */
export interface FiveTapFilter {
  readonly near: readonly [number, number];
  readonly far: readonly [number, number];
  /** Of the middle, the near and the far samples. */
  readonly weights: readonly [number, number, number];
}

const filterOf = (
  near: readonly [number, number],
  far: readonly [number, number],
  nearShare: number,
  farShare: number,
): FiveTapFilter => {
  const whole = 65536 / (1 + 2 * nearShare + 2 * farShare);
  const nearWeight = Math.round(whole * nearShare);
  const farWeight = Math.round(whole * farShare);
  return { near, far, weights: [65536 - 2 * nearWeight - 2 * farWeight, nearWeight, farWeight] };
};

/** Standard deviation up to which five samples show the bell well. */
const MAX_SIGMA = 1.2;

/** The Gaussian bell as horizontal and vertical passes; wide ones as repeated narrower ones. */
export const gaussianFilters = (sigma: number): readonly FiveTapFilter[] => {
  const passes = Math.ceil((sigma / MAX_SIGMA) ** 2);
  const bell = (at: number) => Math.exp((-at * at * passes) / (2 * sigma * sigma));
  const pass = [
    filterOf([1, 0], [2, 0], bell(1), bell(2)),
    filterOf([0, 1], [0, 2], bell(1), bell(2)),
  ];
  return Array.from({ length: passes }, () => pass).flat();
};

/** A straight streak through the middle: `length` in pixels, `angle` in radians. */
export const streakFilters = (length: number, angle: number): readonly FiveTapFilter[] => {
  const samples = (spacing: number): FiveTapFilter => {
    const at = (distance: number): [number, number] => [
      Math.round(distance * spacing * Math.cos(angle)),
      Math.round(distance * spacing * Math.sin(angle)),
    ];
    return filterOf(at(1), at(2), 1, 1);
  };
  const spacing = length / 5;
  // Samples that lie apart would show as ghosts: a second pass fills the gaps.
  return spacing > 1.5 ? [samples(spacing), samples(spacing / 5)] : [samples(spacing)];
};

/** A copy whose edge pixels go on outwards. */
const padEdges = (
  pixels: Uint8Array,
  width: number,
  height: number,
  marginX: number,
  marginY: number,
): Uint8Array => {
  const stride = (width + 2 * marginX) * 3;
  const padded = new Uint8Array(stride * (height + 2 * marginY));
  for (let row = 0; row < height + 2 * marginY; row += 1) {
    const from = Math.min(Math.max(row - marginY, 0), height - 1) * width * 3;
    const to = row * stride;
    padded.set(pixels.subarray(from, from + width * 3), to + marginX * 3);
    const last = to + (marginX + width - 1) * 3;
    for (let at = 0; at < marginX * 3; at += 3) {
      padded.copyWithin(to + at, to + marginX * 3, to + marginX * 3 + 3);
      padded.copyWithin(last + 3 + at, last, last + 3);
    }
  }
  return padded;
};

/** Filters an RGB picture `[height, width, 3]` in place; its edge goes on outwards. */
export const filterPicture = (
  pixels: Uint8Array,
  width: number,
  height: number,
  { near, far, weights }: FiveTapFilter,
): void => {
  const marginX = Math.max(Math.abs(near[0]), Math.abs(far[0]));
  const marginY = Math.max(Math.abs(near[1]), Math.abs(far[1]));
  const padded = padEdges(pixels, width, height, marginX, marginY);
  const stride = (width + 2 * marginX) * 3;
  const toNear = near[1] * stride + near[0] * 3;
  const toFar = far[1] * stride + far[0] * 3;
  const [middleWeight, nearWeight, farWeight] = weights;
  let to = 0;
  for (let row = 0; row < height; row += 1) {
    let at = (row + marginY) * stride + marginX * 3;
    for (const end = at + width * 3; at < end; at += 1, to += 1) {
      const nearSum = (padded[at - toNear] as number) + (padded[at + toNear] as number);
      const farSum = (padded[at - toFar] as number) + (padded[at + toFar] as number);
      pixels[to] =
        (Math.imul(padded[at] as number, middleWeight) +
          Math.imul(nearSum, nearWeight) +
          Math.imul(farSum, farWeight) +
          32768) >>
        16;
    }
  }
};
