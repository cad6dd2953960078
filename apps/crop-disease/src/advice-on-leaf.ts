import type { Localised } from '@ocelli/ui';

const TOO_DARK: Localised = {
  en: 'More light, please.',
  de: 'Bitte mehr Licht.',
  zh: '光线太暗，请增加光照。',
};
const TOO_BRIGHT: Localised = {
  en: 'Too bright: shade the leaf from direct sun.',
  de: 'Zu hell: Blatt vor direkter Sonne schützen.',
  zh: '光线太强：请避免阳光直射叶片。',
};
const TOO_FAR: Localised = {
  en: 'Move closer: the leaf should fill the square.',
  de: 'Näher heran: Das Blatt soll das Quadrat füllen.',
  zh: '请靠近一些，让叶片充满方框。',
};

const DARK_LUMA = 55;
const BRIGHT_LUMA = 225;
/** Leaves that fill less of the square than this show too little of their spots. */
const SMALL_SHARE = 0.12;
/** Largest channel minus smallest, as a share of the largest. */
const LEAF_SATURATION = 0.22;

/** Green, yellow and brown, healthy or ill: blue is the smallest channel, and colour is there. */
const isLeaf = (red: number, green: number, blue: number): boolean => {
  const largest = Math.max(red, green);
  return (
    largest > 25 && blue < Math.min(red, green) && (largest - blue) / largest > LEAF_SATURATION
  );
};

/** What would make the picture of a leaf better; undefined when it is good. */
export const adviceOnLeaf = ({ data }: Pick<ImageData, 'data'>): Localised | undefined => {
  let lumaSum = 0;
  let leafCount = 0;
  const count = data.length / 4;
  for (let at = 0; at < data.length; at += 4) {
    const [red, green, blue] = [data[at] as number, data[at + 1] as number, data[at + 2] as number];
    lumaSum += 0.299 * red + 0.587 * green + 0.114 * blue;
    if (isLeaf(red, green, blue)) leafCount += 1;
  }
  const luma = lumaSum / count;
  if (luma < DARK_LUMA) return TOO_DARK;
  if (luma > BRIGHT_LUMA) return TOO_BRIGHT;
  return leafCount / count < SMALL_SHARE ? TOO_FAR : undefined;
};
