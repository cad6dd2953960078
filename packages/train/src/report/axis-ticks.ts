const STEPS = [1, 2, 5, 10];

/** About `count` round values from `low` to `high`, both ends within half a step of the outermost. */
export const axisTicks = (low: number, high: number, count: number): readonly number[] => {
  const range = high - low;
  if (!(range > 0) || !Number.isFinite(range)) return [low];
  const magnitude = 10 ** Math.floor(Math.log10(range / count));
  const step =
    magnitude * (STEPS.find((each) => each * magnitude * count >= range * (1 - 1e-9)) ?? 10);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  // Multiples of the step, rounded: 3 * 0.1 is no value to write on an axis.
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toPrecision(12)),
  );
};
