import { createFrame, type ModelCard } from '@ocelli/core';
import type { CameraItem, FrameDecision } from '@ocelli/rx';
import { describe, expect, it } from 'vitest';
import type { EventDraft } from '../events/runner-event.js';
import { CameraMonitor } from './camera-monitor.js';

const card = {
  labels: ['stop'],
  labelDetails: { stop: { displayNames: { en: 'Stop sign' } } },
} as unknown as ModelCard;

const frame = (sequence: number) =>
  createFrame({ width: 4, height: 2, format: 'gray', data: new Uint8Array(8), sequence });

const decision: FrameDecision = {
  kind: 'decision',
  cameraId: 'gate',
  sequence: 0,
  capturedUs: 1_000_000,
  decidedUs: 1_020_000,
  classification: {
    top: { label: 'stop', index: 0, score: 0.9 },
    provenance: {
      modelId: 'signs',
      modelVersion: '1.0.0',
      variant: 'float32',
      sha256: 'abc',
      executionProvider: 'cpu',
      preprocessHash: 'def',
    },
  } as FrameDecision['classification'],
};

const health = (state: 'ok' | 'no-signal' | 'black'): CameraItem => ({
  kind: 'health',
  cameraId: 'gate',
  state,
  previous: undefined,
  atUs: 0,
});

const createMonitor = () => {
  const events: EventDraft[] = [];
  const config = {
    id: 'gate',
    source: { kind: 'simulated', scene: 'road' },
    model: 'signs',
  } as const;
  const monitor = new CameraMonitor(
    config,
    (event) => events.push(event),
    () => 1050,
  );
  monitor.begin({ name: 'simulated road', isSimulated: true }, card);
  return { monitor, events };
};

describe('CameraMonitor', () => {
  it('should make an event of a label with its age, its model, and that it is simulated', () => {
    const { monitor, events } = createMonitor();
    monitor.see(decision);
    const entered = { kind: 'entered', cameraId: 'gate', label: 'stop', score: 0.9 } as const;
    monitor.see({ ...entered, decision, sinceUs: 500_000 });
    expect(events).toEqual([
      {
        type: 'entered',
        camera: 'gate',
        simulated: true,
        label: 'stop',
        name: 'Stop sign',
        score: 0.9,
        capturedAt: '1970-01-01T00:00:01.000Z',
        since: '1970-01-01T00:00:00.500Z',
        ageMs: 50,
        model: {
          id: 'signs',
          version: '1.0.0',
          variant: 'float32',
          sha256: 'abc',
          executionProvider: 'cpu',
          preprocessHash: 'def',
        },
      },
    ]);
    expect(monitor.status()).toMatchObject({ decisions: 1, steady: [{ name: 'Stop sign' }] });
    monitor.see({ kind: 'left', cameraId: 'gate', label: 'stop', decision, sinceUs: 0 });
    expect(events.at(-1)).not.toHaveProperty('score');
    expect(monitor.status().steady).toEqual([]);
  });

  it('should count frames that the source has lost by the numbers that are missing', () => {
    const { monitor } = createMonitor();
    monitor.seeFrame(frame(2), 0);
    monitor.seeFrame(frame(3), 0);
    const drop = { kind: 'drop', cameraId: 'gate', capturedUs: 0 } as const;
    monitor.see({ ...drop, sequence: 3, reason: 'superseded' });
    monitor.see({ ...drop, sequence: 6, reason: 'unfit-picture' });
    monitor.seeFrame(frame(7), 0);
    expect(monitor.status().drops).toEqual({
      'not-delivered': 4,
      superseded: 1,
      'unfit-picture': 1,
    });
    // Another connection counts from 0 again.
    monitor.begin({ name: 'simulated road' }, card);
    monitor.seeFrame(frame(0), 0);
    expect(monitor.status().drops['not-delivered']).toBe(4);
  });

  it('should not call a camera without signal before its first frame, nor report that all is well', () => {
    const { monitor, events } = createMonitor();
    for (const state of ['no-signal', 'ok'] as const) monitor.see(health(state));
    expect(events).toEqual([]);
    monitor.seeFrame(frame(0), 0);
    for (const state of ['black', 'black', 'ok', 'no-signal'] as const) monitor.see(health(state));
    const changes = events.filter(({ type }) => type === 'health');
    expect(changes).toMatchObject([
      { state: 'black', previous: 'ok' },
      { state: 'ok', previous: 'black' },
      { state: 'no-signal', previous: 'ok' },
    ]);
  });

  it('should report each change of the connection once, without asking what it was', () => {
    const { monitor, events } = createMonitor();
    monitor.setPhase('failed', new Error('no'));
    monitor.setPhase('failed', new Error('no again'));
    monitor.setPhase('live');
    expect(events).toMatchObject([
      { type: 'source', state: 'failed', cause: 'no' },
      { type: 'source', state: 'live' },
    ]);
    expect(monitor.status()).toMatchObject({ phase: 'live', isReady: true });
    expect(monitor.status()).not.toHaveProperty('cause');
  });
});
