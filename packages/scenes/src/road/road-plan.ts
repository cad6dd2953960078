import type { SeededRandom } from '../random/seeded-random.js';
import { createSeededRandom, hash32, hashUnit } from '../random/seeded-random.js';
import { shuffle } from '../random/shuffle.js';
import type { SignLabel } from '../signs/sign-label.js';
import { SIGN_LABELS } from '../signs/sign-label.js';
import type { SignOccluder, SignWear } from './road-truth.js';

/** A sign by the road. Metres; `lateral` is measured from the camera's path, to the right. */
export interface PlannedSign {
  readonly id: number;
  readonly label: SignLabel;
  /** Along the road from the start. */
  readonly along: number;
  readonly lateral: number;
  /** Height of the plate's centre above the ground. */
  readonly elevation: number;
  /** Side of the square that holds the plate. */
  readonly size: number;
  /** Radians: turned about the post, and tilted in its own plane. */
  readonly yaw: number;
  readonly roll: number;
  readonly wear: SignWear;
  readonly occluder: SignOccluder | undefined;
  /** Height above the ground where the post ends; undefined for a sign that hangs on the post of the one above it. */
  readonly postTop: number | undefined;
}

/** A tree, bush or house by the road. */
export interface PlannedScenery {
  readonly along: number;
  readonly lateral: number;
  readonly height: number;
  readonly variant: number;
}

/** Which signs and trees stand where; any stretch can be asked for. */
export interface RoadPlan {
  signsBetween(from: number, to: number): readonly PlannedSign[];
  sceneryBetween(from: number, to: number): readonly PlannedScenery[];
}

const SIGN_SPACING = 38;
const FIRST_SIGN = 45;
const SCENERY_SPACING = 6;

const TRIANGLES: ReadonlySet<string> = new Set<SignLabel>([
  'right-of-way',
  'yield',
  ...SIGN_LABELS.slice(
    SIGN_LABELS.indexOf('general-caution'),
    SIGN_LABELS.indexOf('end-of-all-limits'),
  ),
]);

/** Sides of the plates in metres: size 2 of VwV-StVO, as on country roads, a little enlarged. */
const plateSize = (label: SignLabel): number => {
  if (TRIANGLES.has(label)) return 0.94;
  return label === 'stop' || label === 'priority-road' ? 0.9 : 0.7;
};

export const createRoadPlan = (seed: number, signs: readonly SignLabel[] | undefined): RoadPlan => {
  const order = signs ?? shuffle(SIGN_LABELS, seed);

  const plateOf = (id: number, turn: number, random: SeededRandom) => {
    const label = order[turn % order.length] ?? 'stop';
    const age = random.unit();
    const wear: SignWear = age < 0.12 ? 'faded' : age < 0.24 ? 'dirty' : 'clean';
    return { id, label, wear, size: plateSize(label) };
  };

  /** The signs on the post of one slot: mostly one, sometimes two above each other. */
  const signsOfSlot = (slot: number): readonly PlannedSign[] => {
    const random = createSeededRandom(hash32(seed, slot, 0x519));
    const hidden = random.unit();
    const isLeft = random.unit() < 0.16;
    const along = FIRST_SIGN + SIGN_SPACING * slot + random.between(-6, 6);
    const lateral = isLeft ? random.between(-6.6, -6) : random.between(2.9, 3.7);
    const upper = random.between(2.3, 2.8);
    const pose = {
      along,
      lateral,
      yaw: random.between(-0.16, 0.16),
      roll: random.between(-0.05, 0.05),
    };
    const first = plateOf(2 * slot, slot, random);
    const top: PlannedSign = {
      ...first,
      ...pose,
      elevation: upper,
      postTop: upper + first.size * 0.52,
      occluder: hidden < 0.1 ? 'branch' : hidden < 0.16 ? 'pole' : undefined,
    };
    if (random.unit() > 0.22 || top.occluder !== undefined) return [top];
    const second = plateOf(2 * slot + 1, slot + 7, random);
    const elevation = upper - (first.size + second.size) / 2 - 0.04;
    return [top, { ...second, ...pose, elevation, postTop: undefined, occluder: undefined }];
  };

  return {
    signsBetween: (from, to) => {
      const found: PlannedSign[] = [];
      const first = Math.max(0, Math.floor((from - FIRST_SIGN - 6) / SIGN_SPACING));
      for (let slot = first; FIRST_SIGN + SIGN_SPACING * slot - 6 < to; slot++) {
        found.push(...signsOfSlot(slot).filter(({ along }) => along >= from && along < to));
      }
      return found;
    },
    sceneryBetween: (from, to) => {
      const found: PlannedScenery[] = [];
      const first = Math.ceil(from / SCENERY_SPACING);
      for (let slot = first; slot * SCENERY_SPACING < to; slot++) {
        for (const side of [-1, 1]) {
          const unit = (what: number): number => hashUnit(seed, slot, side, what);
          if (unit(0) > 0.72) continue;
          const distance = 6.5 + 11 * unit(1);
          found.push({
            along: slot * SCENERY_SPACING + 4 * unit(2),
            lateral: side < 0 ? -distance - 4 : distance,
            height: 2 + 6 * unit(3),
            variant: hash32(seed, slot, side, 4),
          });
        }
      }
      return found;
    },
  };
};
