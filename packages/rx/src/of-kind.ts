import { filter, type Observable, type OperatorFunction } from 'rxjs';
import { closeFrame } from './items/camera-frame.js';
import type { CameraItem } from './items/camera-item.js';

/**
 * Keeps the items of some kinds, as their type. Frames that are not kept are closed.
 *
 * ```
 * items                        -d-e-d-d-l-|
 * ofKind('entered', 'left')    ---e-----l-|
 * ```
 *
 * @example
 * items$.pipe(ofKind('entered')).subscribe(({ label }) => open(label));
 */
export const ofKind = <I extends CameraItem, const K extends I['kind']>(
  ...kinds: readonly K[]
): OperatorFunction<I, Extract<I, { readonly kind: K }>> => {
  const kept = new Set<string>(kinds);
  const isKept = (item: I): boolean => {
    if (kept.has(item.kind)) return true;
    if (item.kind === 'frame') closeFrame(item);
    return false;
  };
  return (source) => source.pipe(filter(isKept)) as Observable<Extract<I, { readonly kind: K }>>;
};
