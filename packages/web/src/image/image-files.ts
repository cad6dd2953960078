/** What a picture can come in: a drop (`event.dataTransfer`), a paste (`event.clipboardData`), a picker. */
export type ImageFileSource = DataTransfer | HTMLInputElement | null;

/**
 * The files in a drop, a paste or a file picker that call themselves pictures. The browser empties a
 * `DataTransfer` when the event is over: call this within the event's handler.
 *
 * @example
 * target.addEventListener('drop', (event) => {
 *   event.preventDefault();
 *   show(imageFiles(event.dataTransfer));
 * });
 */
export const imageFiles = (source: ImageFileSource): File[] =>
  Array.from(source?.files ?? []).filter(({ type }) => type === '' || type.startsWith('image/'));
