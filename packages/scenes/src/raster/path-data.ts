import { arcToCubics } from './arc-to-cubics.js';
import { TextCursor } from './text-cursor.js';

export type Cubic = readonly [number, number, number, number, number, number];

/** One step of a path in absolute coordinates; every curve is a cubic. */
export type PathSegment =
  | { readonly type: 'move'; readonly x: number; readonly y: number }
  | { readonly type: 'line'; readonly x: number; readonly y: number }
  | { readonly type: 'cubic'; readonly cubic: Cubic }
  | { readonly type: 'close' };

/** Numbers after each command letter; absolute and relative alike. */
const PARAMETERS = { M: 2, L: 2, H: 1, V: 1, C: 6, S: 4, Q: 4, T: 2, A: 7, Z: 0 } as const;
type Command = keyof typeof PARAMETERS;

const isCommand = (letter: string): letter is Command => Object.hasOwn(PARAMETERS, letter);

/** Where the pen is, where its contour began, and the last control point that S and T reflect. */
interface Pen {
  x: number;
  y: number;
  startX: number;
  startY: number;
  cubicControl: readonly [number, number] | undefined;
  quadraticControl: readonly [number, number] | undefined;
}

const readParameters = (cursor: TextCursor, command: Command): number[] => {
  const values: number[] = [];
  for (let index = 0; index < PARAMETERS[command]; index++) {
    const isFlag = command === 'A' && (index === 3 || index === 4);
    values.push(isFlag ? Number(cursor.readFlag()) : cursor.readNumber());
  }
  return values;
};

/** Adds the pen's position to relative coordinates; H, V and A have a layout of their own. */
const toAbsolute = (command: Command, values: number[], pen: Pen): number[] =>
  values.map((value, index) => {
    if (command === 'H') return value + pen.x;
    if (command === 'V') return value + pen.y;
    if (command === 'A') return index < 5 ? value : value + (index === 5 ? pen.x : pen.y);
    return value + (index % 2 === 0 ? pen.x : pen.y);
  });

const reflected = (pen: Pen, control: readonly [number, number] | undefined): [number, number] =>
  control === undefined ? [pen.x, pen.y] : [2 * pen.x - control[0], 2 * pen.y - control[1]];

/** The segments of one command; moves the pen. */
const segmentsOf = (command: Command, v: number[], pen: Pen): PathSegment[] => {
  const at = (index: number): number => v[index] ?? 0;
  const moveTo = (x: number, y: number): void => {
    pen.x = x;
    pen.y = y;
  };
  const line = (x: number, y: number): PathSegment[] => {
    moveTo(x, y);
    return [{ type: 'line', x, y }];
  };
  const cubic = (c: Cubic): PathSegment[] => {
    moveTo(c[4], c[5]);
    return [{ type: 'cubic', cubic: c }];
  };
  const quadratic = (cx: number, cy: number, x: number, y: number): PathSegment[] => {
    const { x: x0, y: y0 } = pen;
    pen.quadraticControl = [cx, cy];
    return cubic([
      x0 + (2 / 3) * (cx - x0),
      y0 + (2 / 3) * (cy - y0),
      x + (2 / 3) * (cx - x),
      y + (2 / 3) * (cy - y),
      x,
      y,
    ]);
  };
  const { cubicControl, quadraticControl } = pen;
  pen.cubicControl = undefined;
  pen.quadraticControl = undefined;
  switch (command) {
    case 'M':
      moveTo(at(0), at(1));
      pen.startX = pen.x;
      pen.startY = pen.y;
      return [{ type: 'move', x: pen.x, y: pen.y }];
    case 'L':
      return line(at(0), at(1));
    case 'H':
      return line(at(0), pen.y);
    case 'V':
      return line(pen.x, at(0));
    case 'C':
      pen.cubicControl = [at(2), at(3)];
      return cubic([at(0), at(1), at(2), at(3), at(4), at(5)]);
    case 'S': {
      const [cx, cy] = reflected(pen, cubicControl);
      pen.cubicControl = [at(0), at(1)];
      return cubic([cx, cy, at(0), at(1), at(2), at(3)]);
    }
    case 'Q':
      return quadratic(at(0), at(1), at(2), at(3));
    case 'T':
      return quadratic(...reflected(pen, quadraticControl), at(0), at(1));
    case 'A': {
      const cubics = arcToCubics({
        from: [pen.x, pen.y],
        radii: [at(0), at(1)],
        rotationDegrees: at(2),
        isLarge: at(3) === 1,
        isSweep: at(4) === 1,
        to: [at(5), at(6)],
      });
      moveTo(at(5), at(6));
      return cubics.map((c) => ({ type: 'cubic', cubic: c }));
    }
    case 'Z':
      moveTo(pen.startX, pen.startY);
      return [{ type: 'close' }];
  }
};

/**
 * Reads SVG path data (commands M L H V C S Q T A Z, absolute and relative, repeated parameters, arc flags without
 * separators) into absolute lines and cubics.
 *
 * @throws PathSyntaxError with the position, for an unknown command, a missing number, or data that does not begin
 * with M.
 */
export const parsePathData = (d: string): readonly PathSegment[] => {
  const cursor: TextCursor = new TextCursor(d);
  const pen: Pen = {
    x: 0,
    y: 0,
    startX: 0,
    startY: 0,
    cubicControl: undefined,
    quadraticControl: undefined,
  };
  const segments: PathSegment[] = [];
  while (!cursor.isAtEnd) {
    const letter = cursor.peek();
    const command = letter.toUpperCase();
    if (!isCommand(command)) cursor.fail('a path command');
    if (segments.length === 0 && command !== 'M') cursor.fail('the path to begin with M');
    cursor.position += 1;
    let current: Command = command;
    do {
      const values = readParameters(cursor, current);
      const absolute = letter === command ? values : toAbsolute(current, values, pen);
      segments.push(...segmentsOf(current, absolute, pen));
      // Further pairs after a moveto are linetos.
      if (current === 'M') current = 'L';
    } while (PARAMETERS[current] > 0 && cursor.isAtNumber());
  }
  return segments;
};
