import { Observable, type OperatorFunction } from 'rxjs';
import { follow } from './follow.js';
import type { CameraItem, LabelOf } from './items/camera-item.js';
import type { LabelEvent } from './items/label-event.js';
import { LabelTracker } from './label/label-tracker.js';
import { resolveStableLabel, type StableLabelConfig } from './label/stable-label-config.js';

/**
 * Turns decisions into events: a label `entered` that was best and at `enterThreshold` or above for `dwellMs`,
 * was `changed` for another that did the same, `left` when it was below `leaveThreshold` for `leaveAfterMs`. No
 * label is unknown, the state at the start and after `left`. A label that left stays away for `coolDownMs`.
 * One label at a time, the `top` of each decision. All times are between capture times.
 *
 * ```
 * decisions         -a-a-a-b-a-u-u-u-|    a and b are sure, u is not
 * events of them    -----E---------L-|    E = entered a, L = left a; one b is no change
 * ```
 *
 * Events follow the decision that settled them; all items pass. While a camera is not `ok` there is no event: what
 * was on its way in or out begins anew, and a label that had entered is still there until decisions say
 * otherwise. When the source completes, no `left` is made up.
 *
 * @throws InvalidArgumentError for thresholds outside 0..1, a leave above an enter threshold, negative times.
 *
 * @example
 * decisions$.pipe(stableLabel({ enterThreshold: { stop: 0.9 } }), ofKind('entered'));
 */
export const stableLabel = <I extends CameraItem>(
  config: StableLabelConfig<LabelOf<I>> = {},
): OperatorFunction<I, I | LabelEvent<LabelOf<I>>> => {
  const rules = resolveStableLabel(config);
  return (source) =>
    new Observable<CameraItem>((subscriber) => {
      const tracker = new LabelTracker(rules);
      let isFit = true;
      follow<CameraItem>(source, subscriber, {
        next: (item) => {
          if (item.kind === 'health') {
            isFit = item.state === 'ok';
            tracker.interrupt();
          }
          subscriber.next(item);
          // A decision on a frame of before may still come when the camera is no longer fit.
          const event = item.kind === 'decision' && isFit ? tracker.next(item) : undefined;
          if (event !== undefined) subscriber.next(event);
        },
        complete: () => {
          subscriber.complete();
        },
      });
    }) as Observable<I | LabelEvent<LabelOf<I>>>;
};
