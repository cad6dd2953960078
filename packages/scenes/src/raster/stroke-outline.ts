import type { Contour } from './contour.js';

/** How a line is drawn: width in path units, ends butt or round, corners mitred (limit 4) or round. */
export interface StrokeStyle {
  readonly width: number;
  readonly cap: 'butt' | 'round';
  readonly join: 'miter' | 'round';
}

const MITER_LIMIT = 4;
const DISC_SIDES = 24;

/** All parts turn the same way, so that their overlaps add up and never cancel under the non-zero rule. */
const oriented = (points: number[]): Contour => {
  let doubleArea = 0;
  for (let i = 0; i < points.length; i += 2) {
    const j = (i + 2) % points.length;
    doubleArea += (points[i] ?? 0) * (points[j + 1] ?? 0) - (points[j] ?? 0) * (points[i + 1] ?? 0);
  }
  if (doubleArea >= 0) return { points, isClosed: true };
  const reversed: number[] = [];
  for (let i = points.length - 2; i >= 0; i -= 2) reversed.push(points[i] ?? 0, points[i + 1] ?? 0);
  return { points: reversed, isClosed: true };
};

const disc = (x: number, y: number, radius: number): Contour => {
  const points: number[] = [];
  for (let side = 0; side < DISC_SIDES; side++) {
    const angle = (2 * Math.PI * side) / DISC_SIDES;
    points.push(x + radius * Math.cos(angle), y + radius * Math.sin(angle));
  }
  return oriented(points);
};

/** Direction (unit) and ends of one line of the contour. */
interface Line {
  readonly x: number;
  readonly y: number;
  readonly endX: number;
  readonly endY: number;
  readonly dx: number;
  readonly dy: number;
}

const linesOf = ({ points, isClosed }: Contour): Line[] => {
  const lines: Line[] = [];
  const count = points.length / 2;
  for (let index = 0; index < (isClosed ? count : count - 1); index++) {
    const next = (index + 1) % count;
    const [x = 0, y = 0] = points.slice(2 * index, 2 * index + 2);
    const [endX = 0, endY = 0] = points.slice(2 * next, 2 * next + 2);
    const length = Math.hypot(endX - x, endY - y);
    if (length > 1e-9) {
      lines.push({ x, y, endX, endY, dx: (endX - x) / length, dy: (endY - y) / length });
    }
  }
  return lines;
};

/** The wedge outside of a corner: a mitre, or a bevel where the mitre would be longer than the limit. */
const corner = (first: Line, second: Line, half: number): Contour | undefined => {
  const cross = first.dx * second.dy - first.dy * second.dx;
  const dot = first.dx * second.dx + first.dy * second.dy;
  if (Math.abs(cross) < 1e-6 && dot > 0) return undefined;
  const side = cross > 0 ? -1 : 1;
  const { endX: x, endY: y } = first;
  const ax = x - side * first.dy * half;
  const ay = y + side * first.dx * half;
  const bx = x - side * second.dy * half;
  const by = y + side * second.dx * half;
  const miterSquared = 2 / (1 + dot);
  if (miterSquared > MITER_LIMIT * MITER_LIMIT) return oriented([x, y, ax, ay, bx, by]);
  const mx = x + ((ax - x + bx - x) / 2) * miterSquared;
  const my = y + ((ay - y + by - y) / 2) * miterSquared;
  return oriented([x, y, ax, ay, mx, my, bx, by]);
};

/** Turns lines into areas: fill the result with the non-zero rule. */
export const strokeOutline = (
  contours: readonly Contour[],
  style: StrokeStyle,
): readonly Contour[] => {
  const half = style.width / 2;
  const outline: Contour[] = [];
  for (const contour of contours) {
    const lines = linesOf(contour);
    lines.forEach((line, index) => {
      const nx = -line.dy * half;
      const ny = line.dx * half;
      const { x, y, endX, endY } = line;
      outline.push(
        oriented([x + nx, y + ny, endX + nx, endY + ny, endX - nx, endY - ny, x - nx, y - ny]),
      );
      const next = lines[index + 1] ?? (contour.isClosed ? lines[0] : undefined);
      if (next === undefined) return;
      const wedge = style.join === 'round' ? disc(endX, endY, half) : corner(line, next, half);
      if (wedge !== undefined) outline.push(wedge);
    });
    const first = lines[0];
    const last = lines.at(-1);
    if (style.cap === 'round' && !contour.isClosed && first !== undefined && last !== undefined) {
      outline.push(disc(first.x, first.y, half), disc(last.endX, last.endY, half));
    }
  }
  return outline;
};
