/** `1 / (1 + exp(-x))`, computed from `exp(-|x|)` so that it neither overflows nor loses small results. */
export const sigmoid = (x: number): number => {
  const exponential = Math.exp(-Math.abs(x));
  return x >= 0 ? 1 / (1 + exponential) : exponential / (1 + exponential);
};
