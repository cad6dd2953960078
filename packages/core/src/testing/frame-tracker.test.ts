import { describe, expect, it } from 'vitest';
import { FrameClosedError } from '../errors/frame-errors.js';
import { createFrameTracker, FrameLeakError } from './frame-tracker.js';

describe('createFrameTracker', () => {
  it('should be content when every frame was closed once', () => {
    const tracker = createFrameTracker();
    tracker.frame().close();
    tracker.frame({ format: 'nv12', width: 3, height: 3 })[Symbol.dispose]();
    expect(() => tracker.assertAllClosed()).not.toThrow();
    expect(tracker.created).toBe(2);
  });

  it('should name the frames that are open', () => {
    const tracker = createFrameTracker();
    const frames = [tracker.frame(), tracker.frame(), tracker.frame()];
    frames[1]?.close();
    expect(tracker.open).toEqual([0, 2]);
    expect(() => tracker.assertAllClosed()).toThrow(FrameLeakError);
    expect(() => tracker.assertAllClosed()).toThrow(
      'still open: 0, 2; closed more than once: none',
    );
  });

  it('should name the frames that were closed twice, even where the error was swallowed', () => {
    const tracker = createFrameTracker();
    const frame = tracker.frame();
    frame.close();
    expect(() => frame.close()).toThrow(FrameClosedError);
    expect(tracker.closedTwice).toEqual([0]);
    expect(() => tracker.assertAllClosed()).toThrow('closed more than once: 0');
  });

  it('should tell frames apart that have one sequence number', () => {
    const tracker = createFrameTracker();
    const frames = [tracker.frame({ sequence: 7 }), tracker.frame({ sequence: 7 })];
    frames[0]?.close();
    expect(tracker.open).toEqual([7]);
    expect(() => tracker.assertAllClosed()).toThrow('still open: 7;');
    frames[1]?.close();
    tracker.assertAllClosed();
  });

  it('should number frames and pass on what is given', () => {
    const tracker = createFrameTracker();
    let closed = 0;
    const frames = [tracker.frame(), tracker.frame({ onClose: () => (closed += 1) })];
    expect(frames.map((frame) => frame.sequence)).toEqual([0, 1]);
    expect(frames.map((frame) => frame.timestampUs)).toEqual([0, 33_333]);
    frames[1]?.close();
    expect(closed).toBe(1);
  });
});
