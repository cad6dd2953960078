import type { ImageReply, ImageRequest } from './image-protocol.js';
import { readPixels } from './read-pixels.js';

const decode = async ({ blob, maxPixels }: ImageRequest): Promise<ImageReply> => {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(blob, { premultiplyAlpha: 'none' });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return {
      kind: 'failed',
      reason: 'truncated',
      detail: `this browser cannot decode it: ${detail}`,
    };
  }
  const { width, height } = bitmap;
  if (width * height > maxPixels) {
    const detail = `it has ${String(width)}x${String(height)} pixels, more than maxPixels ${String(maxPixels)}`;
    return { kind: 'failed', reason: 'too-large', detail };
  }
  const data = readPixels(bitmap);
  if (data !== undefined) return { kind: 'decoded', width, height, data };
  return {
    kind: 'failed',
    reason: 'no-decoder',
    detail: 'this browser gives no canvas to a worker',
  };
};

interface ImagePort {
  postMessage(reply: ImageReply, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: { data: ImageRequest }) => void): void;
}

const port = globalThis as unknown as ImagePort;
port.addEventListener('message', ({ data: request }) => {
  void decode(request).then((reply) => {
    port.postMessage(reply, reply.kind === 'decoded' ? [reply.data.buffer] : []);
  });
});
