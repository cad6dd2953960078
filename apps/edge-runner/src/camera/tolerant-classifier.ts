import { ReleasedError, SessionLostError } from '@ocelli/core';
import type { FrameClassifier } from '@ocelli/rx';
import { catchError, defer, EMPTY, from, throwError } from 'rxjs';

/**
 * Lets a camera go on after a frame that cannot be classified: the frame becomes a drop, `no-decision`. A session that
 * is lost or released ends the stream, for all other frames would fail too.
 */
export const tolerantClassifier = (
  classifier: FrameClassifier,
  onError: (error: unknown) => void,
): FrameClassifier => ({
  classify: (frame, options) =>
    defer(() => from(classifier.classify(frame, options))).pipe(
      catchError((error: unknown) => {
        if (SessionLostError.isInstance(error) || ReleasedError.isInstance(error)) {
          return throwError(() => error);
        }
        if (!options.signal.aborted) onError(error);
        return EMPTY;
      }),
    ),
});
