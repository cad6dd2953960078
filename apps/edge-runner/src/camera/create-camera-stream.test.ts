import { type Classification, type Classifier, createFrame, type Frame } from '@ocelli/core';
import type { CameraItem } from '@ocelli/rx';
import { lastValueFrom, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { RunnerCameraConfig } from '../config/runner-config.js';
import { createCameraStream } from './create-camera-stream.js';

const config: RunnerCameraConfig = {
  id: 'gate',
  source: { kind: 'simulated', scene: 'road' },
  model: 'm',
  health: { blurred: false, frozenAfterMs: 0 },
};

const classification = (score: number): Classification => ({
  top: { label: 'stop', index: 0, score },
  scores: [],
  accepted: [],
  logits: Float32Array.of(score * 10, 0),
  timing: {} as Classification['timing'],
  provenance: {} as Classification['provenance'],
  frame: { sequence: 0, timestampUs: 0 },
});

const createClassifier = (classify: (frame: Frame) => Promise<Classification>) =>
  ({
    card: { labels: ['stop', 'yield'], head: { kind: 'softmax', output: 'y' } },
    classify,
  }) as unknown as Classifier;

const run = async (
  count: number,
  parts: { isLive: boolean; classify: (frame: Frame) => Promise<Classification> },
) => {
  let open = 0;
  const errors: unknown[] = [];
  async function* frames(): AsyncGenerator<Frame> {
    for (let sequence = 0; sequence < count; sequence++) {
      open += 1;
      yield createFrame({
        width: 32,
        height: 32,
        format: 'rgb',
        data: Uint8Array.from({ length: 3072 }, (_, index) => (index * 37 + sequence) % 251),
        timestampUs: Date.now() * 1000,
        sequence,
        onClose: () => {
          open -= 1;
        },
      });
      await Promise.resolve();
    }
  }
  const items: CameraItem[] = await lastValueFrom(
    createCameraStream({
      config,
      source: { isLive: parts.isLive, isSimulated: true },
      frames: frames(),
      classifier: createClassifier(parts.classify),
      signs: undefined,
      onFrame: () => undefined,
      onError: (error) => errors.push(error),
    }).pipe(toArray()),
  );
  const of = (kind: CameraItem['kind']) => items.filter((item) => item.kind === kind);
  return { open, errors, decisions: of('decision'), drops: of('drop') };
};

describe('createCameraStream', () => {
  it('should account for every frame of a camera that is faster than its model', async () => {
    const classify = async () => {
      await new Promise((resolve) => setTimeout(resolve, 2));
      return classification(1);
    };
    const { open, decisions, drops } = await run(200, { isLive: true, classify });
    expect(decisions.length + drops.length).toBe(200);
    expect(drops.length).toBeGreaterThan(0);
    expect(decisions.at(-1)).toMatchObject({ sequence: 199 });
    expect(open).toBe(0);
  });

  it('should decide on every frame of files', async () => {
    const classify = () => Promise.resolve(classification(1));
    const { open, decisions } = await run(50, { isLive: false, classify });
    expect(decisions).toHaveLength(50);
    expect(open).toBe(0);
  });

  it('should go on after frames that cannot be decided, and say why', async () => {
    const classify = ({ sequence }: Frame) =>
      sequence % 2 === 0
        ? Promise.resolve(classification(1))
        : Promise.reject(new Error(`frame ${String(sequence)}`));
    const { open, errors, decisions, drops } = await run(10, { isLive: false, classify });
    expect(decisions).toHaveLength(5);
    expect(drops).toMatchObject(Array.from({ length: 5 }, () => ({ reason: 'no-decision' })));
    expect(errors).toHaveLength(5);
    expect(open).toBe(0);
  });
});
