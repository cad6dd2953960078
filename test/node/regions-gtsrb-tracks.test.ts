import { readFileSync } from 'node:fs';
import { createClassifier, createFrame, type Frame } from '@ocelli/core';
import { trafficSign } from '@ocelli/models/traffic-sign';
import { createNodeBackend, decodeImage } from '@ocelli/node';
import {
  asCamera,
  classifyQueued,
  fromFrames,
  ofKind,
  smoothProbabilities,
  stableLabel,
} from '@ocelli/rx';
import { lastValueFrom, toArray } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { asset, missingAssets } from './assets.js';

/** Of the 30 frames of a GTSRB track every third is at hand; the cameras gave 25 per second. */
const FRAME_INTERVAL_US = 120_000;

const readTracks = (): Map<string, { label: string; paths: string[] }> => {
  const [, ...rows] = readFileSync(asset('data/traffic-signs/val.csv'), 'utf8').trim().split('\n');
  const tracks = new Map<string, { label: string; paths: string[] }>();
  for (const row of rows) {
    const [path = '', classId = '', track = ''] = row.split(',');
    const key = `${classId}/${track}`;
    const label = trafficSign.labels[Number(classId)] ?? '';
    if (!tracks.has(key)) tracks.set(key, { label, paths: [] });
    tracks.get(key)?.paths.push(path);
  }
  return tracks;
};

async function* readFrames(paths: readonly string[]): AsyncGenerator<Frame> {
  for (const [sequence, path] of paths.entries()) {
    const photo = await decodeImage(asset('data/traffic-signs', path));
    const { width, height, format, data } = photo;
    yield createFrame({
      width,
      height,
      format,
      data,
      sequence,
      timestampUs: sequence * FRAME_INTERVAL_US,
      onClose: () => photo.close(),
    });
  }
}

const reasonToSkip = (): string | undefined =>
  trafficSign.variants[0]?.file.sha256 === undefined
    ? 'the pack is not trained yet'
    : missingAssets('data/traffic-signs/val.csv');

describe('tracks of GTSRB as streams', () => {
  // It decodes and classifies 1,420 photos.
  it('should enter exactly one label, the right one', { timeout: 600_000 }, async ({ skip }) => {
    const reason = reasonToSkip();
    if (reason !== undefined) skip(reason);
    await using classifier = await createClassifier({
      card: trafficSign,
      backend: createNodeBackend(),
      executionProviders: ['cpu'],
    });
    const tracks = readTracks();
    expect(tracks.size).toBeGreaterThan(100);
    const notOnce: string[] = [];
    const wrong: string[] = [];
    for (const [key, { label, paths }] of tracks) {
      const events = await lastValueFrom(
        fromFrames(readFrames(paths)).pipe(
          asCamera(key),
          classifyQueued(classifier),
          smoothProbabilities(trafficSign),
          stableLabel(),
          ofKind('entered', 'changed'),
          toArray(),
        ),
      );
      const entered = events.filter(({ kind }) => kind === 'entered');
      if (entered.length !== 1) notOnce.push(`${key} ${label}: ${entered.length}`);
      const other = events.find((event) => event.label !== label);
      if (other !== undefined) wrong.push(`${key} ${label}: ${other.label}`);
    }
    expect(notOnce.length / tracks.size, notOnce.join('; ')).toBeLessThanOrEqual(0.05);
    expect(wrong.length / tracks.size, wrong.join('; ')).toBeLessThan(0.015);
  });
});
