import { setTimeout as delay } from 'node:timers/promises';
import type { ExifOrientation } from '@ocelli/core';
import type { Frame as AvFrame } from 'node-av/lib';
import { openAvDecoder } from './av-decoder.js';
import { AvFault } from './av-fault.js';
import type { DecoderAnswer, DecoderInput, DecoderRequest } from './decoder-protocol.js';
import { type Av, loadAv } from './load-av.js';
import { createPictureWriter } from './picture-writer.js';
import { SlotWriter } from './slot-writer.js';

/** The process that decodes one input: it is started anew for each connection, and ends with it. */
const slots = new SlotWriter();
let isClosing = false;

const answer = (message: DecoderAnswer): Promise<void> =>
  new Promise((resolve) => {
    // A parent that is gone hears nothing; `disconnect` follows.
    process.send?.(message, () => {
      resolve();
    });
  });

const load = async (): Promise<Av> => {
  try {
    return await loadAv();
  } catch {
    const platform = `${process.platform} ${process.arch}`;
    throw new AvFault('decoder-missing', `node-av is not installed, or not for ${platform}`);
  }
};

/** Hands frames over by the rules of the input's pacing. */
const createHandOver = (av: Av, input: DecoderInput, secondsOf: (frame: AvFrame) => number) => {
  const writePicture = createPictureWriter(av, slots);
  const { pacing, startUs = Date.now() * 1000 } = input;
  const startedMs = performance.now();
  let dropped = 0;

  /** Waits for the frame's time, or for a place. */
  const wait = async (seconds: number): Promise<void> => {
    if (pacing === 'fastest') await slots.freed();
    if (pacing !== 'realtime') return;
    const early = startedMs + seconds * 1000 - performance.now();
    if (early > 0) await delay(early);
  };

  return {
    onDamaged: (): void => {
      dropped += 1;
    },
    takeDropped: (): number => {
      const count = dropped;
      dropped = 0;
      return count;
    },
    onFrame: async (
      frame: AvFrame,
      arrivedMs: number,
      orientation: ExifOrientation,
    ): Promise<void> => {
      const seconds = secondsOf(frame);
      await wait(seconds);
      const slot = slots.take();
      // The receiver is busy: what it gets next is newer than this one.
      if (slot === undefined) dropped += 1;
      if (slot === undefined || isClosing) return;
      const picture = writePicture(frame, slot);
      const timestampUs =
        pacing === 'live' ? arrivedMs * 1000 : startUs + Math.round(seconds * 1e6);
      const stored = { ...picture, slot, timestampUs, orientation };
      const count = dropped;
      dropped = 0;
      void answer({ kind: 'frame', frame: stored, dropped: count });
    },
  };
};

/** Seconds of a frame that does not say when it is: a little after the one before. */
const USUAL_INTERVAL = 0.04;

const decode = async (input: DecoderInput): Promise<void> => {
  const av = await load();
  const decoder = await openAvDecoder(av, input);
  try {
    let last = -USUAL_INTERVAL;
    const handOver = createHandOver(av, input, (frame) => {
      last = decoder.secondsOf(frame) ?? last + USUAL_INTERVAL;
      return last;
    });
    await decoder.decode(
      (frame, arrivedMs) => handOver.onFrame(frame, arrivedMs, decoder.orientation),
      handOver.onDamaged,
      () => isClosing,
    );
    await answer({ kind: 'ended', dropped: handOver.takeDropped() });
  } finally {
    await decoder.close();
  }
};

const run = async (input: DecoderInput): Promise<void> => {
  try {
    await decode(input);
  } catch (error) {
    const isFault = error instanceof AvFault;
    await answer({
      kind: 'failed',
      reason: isFault ? error.reason : 'unreadable',
      detail: isFault ? error.message : 'the decoder has failed',
    });
  }
  if (process.connected) process.disconnect();
};

process.on('message', (request: DecoderRequest) => {
  switch (request.kind) {
    case 'open':
      void run(request.input);
      break;
    case 'release':
      slots.release(request.slot);
      break;
    case 'close':
      isClosing = true;
      slots.wake();
      break;
  }
});

// Nobody is left to decode for: the parent has ended, or this process is done.
process.once('disconnect', () => {
  process.exit(0);
});
