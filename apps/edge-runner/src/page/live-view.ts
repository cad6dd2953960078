import type { ShownBox } from '../camera/camera-status.js';
import { ask } from './api.js';
import { element } from './element.js';
import { formatPercent } from './wording.js';

const percent = (fraction: number): string => `${(100 * fraction).toFixed(2)}%`;

const drawBox = ({ x, y, width, height, name, score }: ShownBox): HTMLElement => {
  const box = element('div', 'box');
  Object.assign(box.style, {
    left: percent(x),
    top: percent(y),
    width: percent(width),
    height: percent(height),
  });
  if (name !== undefined) {
    box.dataset['named'] = '';
    box.append(element('span', '', `${name} · ${formatPercent(score)}`));
  }
  // A name has to stay within the picture.
  if (x + width / 2 > 0.6) box.dataset['edge'] = 'right';
  if (y < 0.08) box.dataset['edgeTop'] = '';
  return box;
};

/** The live picture of one camera with what was found in it; asks for pictures only while it can be seen. */
export const createLiveView = (camera: string, name: string) => {
  const image = element('img');
  image.alt = `Live picture: ${name}`;
  image.hidden = true;
  const wait = element('p', 'view-wait', 'Waiting for a picture');
  const boxes = element('div', 'picture-area');
  const view = element('div', 'view', image, boxes, wait);
  let isVisible = false;
  let wake: (() => void) | undefined;
  let shown: string | undefined;
  const controller = new AbortController();

  const isWanted = (): boolean => isVisible && !document.hidden;
  const onChange = (): void => {
    if (isWanted()) wake?.();
  };
  const observer = new IntersectionObserver((entries) => {
    isVisible = entries.some(({ isIntersecting }) => isIntersecting);
    onChange();
  });
  observer.observe(view);
  document.addEventListener('visibilitychange', onChange, { signal: controller.signal });

  /** Lays the boxes over the picture, which keeps its shape within the view. */
  const placeBoxes = (): void => {
    const { naturalWidth, naturalHeight } = image;
    if (naturalWidth === 0) return;
    const { clientWidth, clientHeight } = view;
    const scale = Math.min(clientWidth / naturalWidth, clientHeight / naturalHeight);
    const [width, height] = [naturalWidth * scale, naturalHeight * scale];
    Object.assign(boxes.style, {
      left: `${String((clientWidth - width) / 2)}px`,
      top: `${String((clientHeight - height) / 2)}px`,
      width: `${String(width)}px`,
      height: `${String(height)}px`,
    });
  };
  new ResizeObserver(placeBoxes).observe(view);

  const show = async (response: Response): Promise<void> => {
    const url = URL.createObjectURL(await response.blob());
    image.src = url;
    await image.decode();
    if (shown !== undefined) URL.revokeObjectURL(shown);
    shown = url;
    image.hidden = false;
    wait.hidden = true;
    const found = JSON.parse(
      decodeURIComponent(response.headers.get('ocelli-boxes') ?? '[]'),
    ) as ShownBox[];
    placeBoxes();
    boxes.replaceChildren(...found.map(drawBox));
  };

  const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  const follow = async (): Promise<void> => {
    let after = '';
    while (!controller.signal.aborted) {
      if (!isWanted()) await new Promise<void>((resolve) => (wake = resolve));
      try {
        const query = after === '' ? '' : `?after=${after}`;
        const path = `/cameras/${encodeURIComponent(camera)}/picture.jpg${query}`;
        const response = await ask(path, controller.signal);
        if (response.status === 200) {
          after = response.headers.get('ocelli-sequence') ?? '';
          await show(response);
        } else {
          await pause(1000);
        }
      } catch {
        await pause(1000);
      }
    }
  };
  void follow();

  return {
    view,
    /** Says why there is no picture; undefined while there is one. */
    explain: (reason: string | undefined): void => {
      wait.textContent = reason ?? 'Waiting for a picture';
      wait.hidden = reason === undefined && !image.hidden;
      image.classList.toggle('is-stale', reason !== undefined);
      boxes.hidden = reason !== undefined;
    },
    close: (): void => {
      controller.abort();
      observer.disconnect();
      if (shown !== undefined) URL.revokeObjectURL(shown);
    },
  };
};
