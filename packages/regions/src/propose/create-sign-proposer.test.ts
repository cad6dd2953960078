import {
  EXIF_ORIENTATIONS,
  FrameClosedError,
  InvalidArgumentError,
  PIXEL_FORMATS,
} from '@ocelli/core';
import { describe, expect, it } from 'vitest';
import { intersectionOverUnion } from '../region/intersection-over-union.js';
import {
  BLUE,
  paintFrame,
  type PaintedSign,
  paintSigns,
  RED,
  ROAD,
  WHITE,
  YELLOW,
} from '../testing/paint-frame.js';
import { createSignProposer } from './create-sign-proposer.js';
import type { SignLook } from './sign-look.js';

const RING = { shape: 'disc', fill: RED, inner: { share: 0.76, fill: WHITE } } as const;
const TRIANGLE = { fill: RED, inner: { share: 0.6, fill: WHITE } } as const;

/** One sign of each look, its box as painted. */
const SIGNS: { readonly [L in SignLook]: PaintedSign } = {
  'red-disc': { ...RING, box: [41, 60, 50, 50] },
  'red-triangle-up': { ...TRIANGLE, shape: 'triangle-up', box: [60, 41, 50, 44] },
  'red-triangle-down': { ...TRIANGLE, shape: 'triangle-down', box: [60, 41, 50, 44] },
  'blue-disc': { shape: 'disc', box: [200, 100, 40, 40], fill: BLUE },
  'yellow-diamond': {
    shape: 'diamond',
    box: [100, 80, 60, 60],
    fill: WHITE,
    inner: { share: 0.57, fill: YELLOW },
  },
  'barred-disc': { shape: 'disc', box: [120, 60, 48, 48], fill: WHITE, hasBar: true },
};

const boxOf = ({ box: [x, y, width, height] }: PaintedSign) => ({ x, y, width, height });

describe('createSignProposer', () => {
  it.each(Object.entries(SIGNS) as [SignLook, PaintedSign][])(
    'should find a %s where it is',
    (look, sign) => {
      using frame = paintFrame(paintSigns([sign]));
      const [first, ...others] = createSignProposer().propose(frame);
      expect(first?.look).toBe(look);
      expect(intersectionOverUnion(first?.box ?? boxOf(sign), boxOf(sign))).toBeGreaterThan(0.8);
      expect(others).toEqual([]);
    },
  );

  it.each(PIXEL_FORMATS.filter((format) => format !== 'gray'))(
    'should find the same sign in %s',
    (format) => {
      using frame = paintFrame(paintSigns([SIGNS['red-triangle-up']]), { format });
      const [first] = createSignProposer().propose(frame);
      expect(first?.look).toBe('red-triangle-up');
    },
  );

  it('should find discs without a colour in gray frames', () => {
    using frame = paintFrame(paintSigns([SIGNS['barred-disc']]), { format: 'gray' });
    expect(
      createSignProposer()
        .propose(frame)
        .map(({ look }) => look),
    ).toEqual(['barred-disc']);
  });

  it.each(
    EXIF_ORIENTATIONS.flatMap((orientation) =>
      (['rgb', 'i420', 'nv12'] as const).map((format) => ({ orientation, format })),
    ),
  )('should see upright what is stored as $orientation in $format', ({ orientation, format }) => {
    const sign = SIGNS['red-triangle-up'];
    using frame = paintFrame(paintSigns([sign]), { orientation, format });
    const [first] = createSignProposer().propose(frame);
    expect(first?.look).toBe('red-triangle-up');
    expect(intersectionOverUnion(first?.box ?? boxOf(sign), boxOf(sign))).toBeGreaterThan(0.8);
  });

  it('should find a sign in front of a roof of a paler red', () => {
    const roof: PaintedSign = { shape: 'square', box: [20, 70, 160, 40], fill: [150, 80, 66] };
    using frame = paintFrame(paintSigns([roof, SIGNS['red-disc']]));
    expect(
      createSignProposer()
        .propose(frame)
        .map(({ look }) => look),
    ).toEqual(['red-disc']);
  });

  it('should find a blue sign in front of the sky', () => {
    const sky = (_: number, y: number) => (y < 170 ? ([110, 160, 215] as const) : ROAD);
    using frame = paintFrame(paintSigns([SIGNS['blue-disc']], sky));
    expect(
      createSignProposer()
        .propose(frame)
        .map(({ look }) => look),
    ).toEqual(['blue-disc']);
  });

  it('should not take the digits of a limit for a bar', () => {
    const sign = SIGNS['red-disc'];
    const digits = [0, 1, 2].map((k): PaintedSign => ({
      shape: 'square',
      box: [53 + 10 * k, 78, 7, 14],
      fill: [30, 30, 30],
    }));
    using frame = paintFrame(paintSigns([sign, ...digits]));
    expect(
      createSignProposer()
        .propose(frame)
        .map(({ look }) => look),
    ).toEqual(['red-disc']);
    using gray = paintFrame(paintSigns([sign, ...digits]), { format: 'gray' });
    expect(createSignProposer().propose(gray)).toEqual([]);
  });

  it('should part two signs on one post that run together', () => {
    const upper: PaintedSign = { ...RING, box: [100, 40, 40, 40] };
    const lower: PaintedSign = { ...RING, box: [100, 79, 40, 40] };
    using frame = paintFrame(paintSigns([upper, lower]));
    const boxes = createSignProposer().propose(frame);
    expect(boxes).toHaveLength(2);
    for (const sign of [upper, lower]) {
      const best = Math.max(...boxes.map(({ box }) => intersectionOverUnion(box, boxOf(sign))));
      expect(best).toBeGreaterThan(0.75);
    }
  });

  it.each([
    ['a red roof', { shape: 'square', box: [40, 60, 120, 40], fill: RED }],
    ['a red square', { shape: 'square', box: [40, 60, 50, 50], fill: RED }],
    ['a red gable', { shape: 'triangle-up', box: [40, 60, 50, 44], fill: RED }],
    ['a white disc without a bar', { shape: 'disc', box: [120, 60, 48, 48], fill: WHITE }],
    ['a green disc', { shape: 'disc', box: [120, 60, 48, 48], fill: [40, 140, 50] }],
    ['a sign too small to be one', { ...RING, box: [40, 60, 6, 6] }],
  ] as [string, PaintedSign][])('should not propose %s', (_, shape) => {
    using frame = paintFrame(paintSigns([shape]));
    expect(createSignProposer({ minOutlineFit: 0.8 }).propose(frame)).toEqual([]);
  });

  it('should propose nothing on an empty road', () => {
    using frame = paintFrame(() => ROAD);
    expect(createSignProposer().propose(frame)).toEqual([]);
  });

  it('should give the same for the same frame, whatever came between', () => {
    const proposer = createSignProposer();
    using first = paintFrame(paintSigns(Object.values(SIGNS)));
    using other = paintFrame(paintSigns([SIGNS['red-disc']]), { width: 480, height: 360 });
    using gray = paintFrame(paintSigns([SIGNS['barred-disc']]), { format: 'gray' });
    const before = proposer.propose(first);
    proposer.propose(other);
    proposer.propose(gray);
    expect(proposer.propose(first)).toEqual(before);
  });

  it('should propose at most as many as asked', () => {
    using frame = paintFrame(paintSigns([SIGNS['red-disc'], SIGNS['blue-disc']]));
    expect(createSignProposer({ limit: 1 }).propose(frame)).toHaveLength(1);
  });

  it('should scale with the frame', () => {
    const sign: PaintedSign = { ...RING, box: [400, 300, 60, 60] };
    using frame = paintFrame(paintSigns([sign]), { width: 1280, height: 720, format: 'nv12' });
    const [first] = createSignProposer().propose(frame);
    expect(intersectionOverUnion(first?.box ?? boxOf(sign), boxOf(sign))).toBeGreaterThan(0.8);
  });

  it('should refuse closed frames and options out of range', () => {
    const frame = paintFrame(() => ROAD);
    frame.close();
    expect(() => createSignProposer().propose(frame)).toThrow(FrameClosedError);
    expect(() => createSignProposer({ limit: 0 })).toThrow(InvalidArgumentError);
    expect(() => createSignProposer({ minSide: 2 })).toThrow('options.minSide');
  });
});
