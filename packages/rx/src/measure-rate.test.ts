import { InvalidArgumentError } from '@ocelli/core';
import { filter, from, map } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { DROP_REASONS, type FrameDrop } from './items/frame-drop.js';
import type { CameraItem } from './items/camera-item.js';
import { measureRate } from './measure-rate.js';
import { ofKind } from './of-kind.js';
import { runMarbles } from './testing/camera-marbles.js';
import { decisionAt } from './testing/classifications.js';
import { definePassOnCases } from './testing/pass-on-cases.js';

const NO_DROPS = Object.fromEntries(DROP_REASONS.map((reason) => [reason, 0]));
const drop: FrameDrop = {
  kind: 'drop',
  cameraId: 'gate',
  sequence: 0,
  capturedUs: 0,
  reason: 'superseded',
};
const decision = (latencyMs: number) => ({
  ...decisionAt(0, [1, 0, 0]),
  decidedUs: latencyMs * 1000,
});

describe('measureRate', () => {
  definePassOnCases((scheduler) => measureRate('gate', {}, scheduler));

  it('should report what came of frames in each window, and in the rest of the last', () => {
    runMarbles(({ cold, scheduler, expectObservable, expectSubscriptions }) => {
      const source = cold<CameraItem>('-d-x-x----------f--|', {
        d: decision(3),
        x: drop,
        f: { ...drop, reason: 'too-old' },
      });
      const reports$ = source.pipe(measureRate('gate', { windowMs: 5 }, scheduler), ofKind('rate'));
      const report = { kind: 'rate', cameraId: 'gate', latencyMs: undefined };
      expectObservable(reports$).toBe('-----a----b----c---(d|)', {
        a: {
          ...report,
          atUs: 5000,
          windowMs: 5,
          fps: 200,
          decisions: 1,
          latencyMs: { p50: 3, p95: 3, p99: 3 },
          drops: { ...NO_DROPS, superseded: 1 },
        },
        b: {
          ...report,
          atUs: 10_000,
          windowMs: 5,
          fps: 0,
          decisions: 0,
          drops: { ...NO_DROPS, superseded: 1 },
        },
        c: { ...report, atUs: 15_000, windowMs: 5, fps: 0, decisions: 0, drops: NO_DROPS },
        d: {
          ...report,
          atUs: 19_000,
          windowMs: 4,
          fps: 0,
          decisions: 0,
          drops: { ...NO_DROPS, 'too-old': 1 },
        },
      });
      expectSubscriptions(source.subscriptions).toBe('^------------------!');
    });
  });

  it('should give the percentiles of the latency by nearest rank', () => {
    runMarbles(({ scheduler, expectObservable }) => {
      const latencies = Array.from({ length: 200 }, (_, index) => 200 - index);
      const latency$ = from(latencies.map(decision)).pipe(
        measureRate('gate', {}, scheduler),
        ofKind('rate'),
        map(({ latencyMs }) => latencyMs),
      );
      expectObservable(latency$).toBe('(p|)', { p: { p50: 100, p95: 190, p99: 198 } });
    });
  });

  it('should report an idle camera too, and stop when nobody listens', () => {
    runMarbles(({ cold, scheduler, expectObservable, expectSubscriptions }) => {
      const source = cold<CameraItem>('-');
      const fps$ = source.pipe(
        measureRate('gate', { windowMs: 4 }, scheduler),
        filter((item) => item.kind === 'rate'),
        map(({ fps }) => fps),
      );
      expectObservable(fps$, '^---------!').toBe('----z---z---', { z: 0 });
      expectSubscriptions(source.subscriptions).toBe('^---------!');
    });
  });

  it.each([0, Infinity])('should refuse a window of %s', (windowMs) => {
    expect(() => measureRate('gate', { windowMs })).toThrow(InvalidArgumentError);
  });
});
