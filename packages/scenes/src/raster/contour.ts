/** A polygon or an open polyline: x and y in turn. */
export interface Contour {
  readonly points: readonly number[];
  readonly isClosed: boolean;
}
