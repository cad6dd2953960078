import type { SceneBox } from '../scene/scene.js';

/** White cells and platelets of a peripheral blood smear, by the ids of our blood-cells pack. */
export const BLOOD_CELL_LABELS = [
  'basophil',
  'eosinophil',
  'erythroblast',
  'immature-granulocyte',
  'lymphocyte',
  'monocyte',
  'neutrophil',
  'platelet',
] as const;
export type BloodCellLabel = (typeof BLOOD_CELL_LABELS)[number];

export interface VisibleCell {
  /** The same on every frame that shows this cell. */
  readonly id: number;
  readonly label: BloodCellLabel;
  /** May reach beyond the frame. */
  readonly box: SceneBox;
}

/** What is on a frame of a blood smear. */
export interface BloodSmearTruth {
  /** White cells and platelets of which a part is in the frame. */
  readonly cells: readonly VisibleCell[];
  /** The cell that the stage has stopped at, in the middle of the frame; `undefined` while it moves. */
  readonly centred: BloodCellLabel | undefined;
  /** Standard deviation of the defocus in pixels. */
  readonly defocusPixels: number;
}
