import type { RegionOfInterest } from '@ocelli/core';
import type { RegionProposal } from '../propose/region-proposal.js';
import { SIGN_LOOKS, type SignLook } from '../propose/sign-look.js';

/** One thing followed from frame to frame. */
export interface RegionTrack {
  /** Counts up from 1; never used twice by a tracker. */
  readonly id: number;
  /** Where it was last found, in pixels of the upright picture. */
  readonly box: RegionOfInterest;
  /** The look that it was found with most. */
  readonly look: SignLook;
  /** Mean of the outline scores. */
  readonly score: number;
  readonly hits: number;
  /** Capture times of its first and its latest find, in microseconds. */
  readonly firstUs: number;
  readonly lastUs: number;
  /** Whether it was found often and long enough. */
  readonly isConfirmed: boolean;
}

/** Shares of what a find differs from its prediction that go into place and speed. */
const PLACE_GAIN = 0.7;
const SPEED_GAIN = 0.3;

/** A track at work: centre and logarithm of the size move at constant speed (an alpha-beta filter). */
export class MovingTrack implements RegionTrack {
  readonly id: number;
  readonly firstUs: number;
  box: RegionOfInterest;
  lastUs: number;
  hits = 1;
  isConfirmed = false;
  #scoreSum: number;
  readonly #looks = SIGN_LOOKS.map(() => 0);
  /** Centre in pixels and logarithm of width and height, and their change per microsecond. */
  readonly #state: [number, number, number, number];
  readonly #speed: [number, number, number, number] = [0, 0, 0, 0];

  constructor(id: number, { box, look, score }: RegionProposal, capturedUs: number) {
    this.id = id;
    this.box = box;
    this.firstUs = capturedUs;
    this.lastUs = capturedUs;
    this.#scoreSum = score;
    this.#state = stateOf(box);
    this.#addLook(look, score);
  }

  get look(): SignLook {
    return SIGN_LOOKS[this.#looks.indexOf(Math.max(...this.#looks))] ?? SIGN_LOOKS[0];
  }

  get score(): number {
    return this.#scoreSum / this.hits;
  }

  /** Where it should be at `capturedUs`. */
  predict(capturedUs: number): RegionOfInterest {
    const elapsed = capturedUs - this.lastUs;
    const [x = 0, y = 0, width = 0, height = 0] = this.#state.map(
      (value, index) => value + elapsed * (this.#speed[index] ?? 0),
    );
    const [wide, high] = [Math.exp(width), Math.exp(height)];
    return { x: x - wide / 2, y: y - high / 2, width: wide, height: high };
  }

  found({ box, look, score }: RegionProposal, capturedUs: number): void {
    const elapsed = Math.max(1, capturedUs - this.lastUs);
    const measured = stateOf(box);
    // The second find sets the speed: there is nothing to average it with yet.
    const gain = this.hits === 1 ? 1 : SPEED_GAIN;
    for (let index = 0; index < measured.length; index++) {
      const predicted = (this.#state[index] ?? 0) + elapsed * (this.#speed[index] ?? 0);
      const error = (measured[index] ?? 0) - predicted;
      this.#state[index] = predicted + PLACE_GAIN * error;
      this.#speed[index] = (this.#speed[index] ?? 0) + (gain * error) / elapsed;
    }
    this.box = box;
    this.lastUs = capturedUs;
    this.hits += 1;
    this.#scoreSum += score;
    this.#addLook(look, score);
  }

  #addLook(look: SignLook, score: number): void {
    const index = SIGN_LOOKS.indexOf(look);
    this.#looks[index] = (this.#looks[index] ?? 0) + score;
  }
}

const stateOf = ({ x, y, width, height }: RegionOfInterest): [number, number, number, number] => [
  x + width / 2,
  y + height / 2,
  Math.log(width),
  Math.log(height),
];
