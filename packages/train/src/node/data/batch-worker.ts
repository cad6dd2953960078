import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { ReleasedError } from '@ocelli/core';
import { serialiseError } from '@ocelli/core/runtime';
import { decodeImage } from '@ocelli/node';
import { createBatchMaker } from '../../data/create-batch-maker.js';
import type { BatchReply, BatchRequest, BatchWorkerStart } from './batch-worker-protocol.js';
import { openPictureStore } from './shared-picture-store.js';

type MakeRequest = BatchRequest & { readonly kind: 'make' };

/** Makes one batch after the other, in the order they were asked for, until it is released. */
const serveBatches = (port: MessagePort, { plan, memory }: BatchWorkerStart): void => {
  let queue: MakeRequest[] = [];
  let isBusy = false;
  let isReleased = false;
  const maker = createBatchMaker({
    plan,
    store: openPictureStore(memory),
    // A release need not wait for the rest of a batch that nobody will get.
    readPicture: (path) =>
      isReleased ? Promise.reject(new ReleasedError({ what: 'batch source' })) : decodeImage(path),
  });

  const answer = async ({ id, epoch, step }: MakeRequest): Promise<void> => {
    let reply: BatchReply;
    let transfer: ArrayBuffer[] = [];
    try {
      const { batch, unreadable } = await maker.make(epoch, step);
      const { images, targets, labels, examples } = batch;
      reply = {
        kind: 'made',
        id,
        batch,
        unreadable: unreadable.map((one) => ({ ...one, error: serialiseError(one.error) })),
      };
      transfer = [images.data, targets.data, labels, examples].map(
        ({ buffer }) => buffer as ArrayBuffer,
      );
    } catch (error) {
      reply = { kind: 'failed', id, error: serialiseError(error) };
    }
    if (!isReleased) port.postMessage(reply, transfer);
  };

  const work = async (): Promise<void> => {
    isBusy = true;
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await answer(next);
    isBusy = false;
    if (isReleased) port.close();
  };

  port.on('message', (request: BatchRequest) => {
    switch (request.kind) {
      case 'make':
        queue.push(request);
        break;
      case 'cancel':
        queue = queue.filter(({ id }) => !request.ids.includes(id));
        break;
      case 'release':
        queue = [];
        isReleased = true;
        break;
    }
    if (!isBusy) void work();
  });
};

if (parentPort !== null) serveBatches(parentPort, workerData as BatchWorkerStart);
