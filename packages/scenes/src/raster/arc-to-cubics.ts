import type { Cubic } from './path-data.js';

/** An elliptical arc in SVG's endpoint form. */
export interface EndpointArc {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
  readonly radii: readonly [number, number];
  readonly rotationDegrees: number;
  readonly isLarge: boolean;
  readonly isSweep: boolean;
}

/**
 * Approximates an elliptical arc by cubics of at most a quarter turn (error below 0.03 % of the radius).
 *
 * Source: SVG 1.1, appendix F.6 (conversion from endpoint to centre parameterisation).
 */
export const arcToCubics = (arc: EndpointArc): Cubic[] => {
  const [x1, y1] = arc.from;
  const [x2, y2] = arc.to;
  let rx = Math.abs(arc.radii[0]);
  let ry = Math.abs(arc.radii[1]);
  if (x1 === x2 && y1 === y2) return [];
  if (rx === 0 || ry === 0) return [[x1, y1, x2, y2, x2, y2]];

  const phi = (arc.rotationDegrees * Math.PI) / 180;
  const cos = Math.cos(phi);
  const sin = Math.sin(phi);
  const dx = (x1 - x2) / 2;
  const dy = (y1 - y2) / 2;
  const px = cos * dx + sin * dy;
  const py = -sin * dx + cos * dy;
  const excess = (px / rx) ** 2 + (py / ry) ** 2;
  if (excess > 1) {
    rx *= Math.sqrt(excess);
    ry *= Math.sqrt(excess);
  }
  const denominator = (rx * py) ** 2 + (ry * px) ** 2;
  const root = Math.sqrt(Math.max(0, (rx * ry) ** 2 / denominator - 1));
  const side = arc.isLarge === arc.isSweep ? -root : root;
  const cxp = (side * rx * py) / ry;
  const cyp = (-side * ry * px) / rx;
  const cx = cos * cxp - sin * cyp + (x1 + x2) / 2;
  const cy = sin * cxp + cos * cyp + (y1 + y2) / 2;

  const start = Math.atan2((py - cyp) / ry, (px - cxp) / rx);
  let sweep = Math.atan2((-py - cyp) / ry, (-px - cxp) / rx) - start;
  if (arc.isSweep && sweep < 0) sweep += 2 * Math.PI;
  if (!arc.isSweep && sweep > 0) sweep -= 2 * Math.PI;

  const parts = Math.max(1, Math.ceil(Math.abs(sweep) / (Math.PI / 2) - 1e-9));
  const step = sweep / parts;
  const handle = (4 / 3) * Math.tan(step / 4);
  const point = (c: number, s: number): [number, number] => [
    cos * rx * c - sin * ry * s + cx,
    sin * rx * c + cos * ry * s + cy,
  ];
  return Array.from({ length: parts }, (_, index): Cubic => {
    const a = start + index * step;
    const b = a + step;
    const first = point(Math.cos(a) - handle * Math.sin(a), Math.sin(a) + handle * Math.cos(a));
    const second = point(Math.cos(b) + handle * Math.sin(b), Math.sin(b) - handle * Math.cos(b));
    const end = index === parts - 1 ? ([x2, y2] as const) : point(Math.cos(b), Math.sin(b));
    return [...first, ...second, ...end];
  });
};
