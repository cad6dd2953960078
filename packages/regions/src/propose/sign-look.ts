/**
 * What a sign looks like from afar: its colour and its outline. `red-disc` stands for discs, rings and octagons,
 * which are the same from afar; `barred-disc` is white or grey with a dark bar from the lower left to the upper right.
 */
export const SIGN_LOOKS = [
  'red-disc',
  'red-triangle-up',
  'red-triangle-down',
  'blue-disc',
  'yellow-diamond',
  'barred-disc',
] as const;
export type SignLook = (typeof SIGN_LOOKS)[number];
