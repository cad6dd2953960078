/** Where the camera is on one frame. Metres and pixels. */
export interface RoadView {
  /** Metres driven since the start, in the middle of the exposure. */
  readonly travelled: number;
  readonly metresPerSecond: number;
  readonly focal: number;
  readonly centreX: number;
  readonly horizonY: number;
  /** Sideways shift of the road at 1 m, growing with the square of the distance. */
  readonly bend: number;
  /** Sideways shift of far things in pixels: how far the car has turned. */
  readonly heading: number;
}

export const CAMERA_HEIGHT = 1.35;
export const NEAREST = 2.5;
export const FARTHEST = 120;

/** Road direction after `metres`: slow bends to both sides. */
const directionAfter = (metres: number, phase: number): number =>
  0.9 * Math.sin(metres / 190 + phase) + 0.5 * Math.sin(metres / 83 + 2.3 * phase);

export const roadView = (
  { width, height }: { readonly width: number; readonly height: number },
  seconds: number,
  metresPerSecond: number,
  phase: number,
): RoadView => {
  const travelled = seconds * metresPerSecond;
  const focal = 1.1 * width;
  // The road's surface shakes the camera: two frequencies that do not repeat together.
  const pitch = 0.0016 * Math.sin(seconds * 9.1 + phase) + 0.0009 * Math.sin(seconds * 23.7);
  return {
    travelled,
    metresPerSecond,
    focal,
    centreX: width / 2 + focal * 0.001 * Math.sin(seconds * 5.3 + 2 * phase),
    horizonY: height * 0.52 + focal * pitch,
    bend: 0.00022 * directionAfter(travelled, phase),
    heading: -width * 0.25 * directionAfter(travelled, phase),
  };
};

/** Where the plane of the road meets column and row: sideways shift of the road at distance `z`. */
export const roadShift = ({ bend }: RoadView, z: number): number => bend * z * z;
