import { redactUrl } from '@ocelli/node';
import { readSecret } from '../config/read-secret.js';
import type { SinkConfig } from '../config/runner-config.js';
import type { Logger } from '../log/logger.js';
import { createFileWriter } from './create-file-writer.js';
import { createMqttPublisher } from './create-mqtt-publisher.js';
import { createQueuedSink } from './create-queued-sink.js';
import { DeliveryError, type EventSink } from './event-sink.js';
import { postEvent } from './post-event.js';

export interface EventSinkParts {
  /** Writes a line to stdout and waits while its reader is slower. */
  readonly print: (line: string) => Promise<void>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly logger: Logger;
  /** In [0, 1). */
  readonly random: () => number;
}

const DEFAULT_QUEUE = 1000;
const DEFAULT_TIMEOUT_MS = 10_000;
const DEFAULT_MAX_BYTES = 10 * 2 ** 20;
const DEFAULT_MAX_FILES = 5;
export const DEFAULT_MQTT_TOPIC = 'ocelli/{camera}/{type}';

/** A system's error in words. */
const toDeliveryError = (cause: unknown): DeliveryError => {
  const { code, message } = cause as NodeJS.ErrnoException;
  return new DeliveryError(code === 'ENOSPC' ? 'the disk is full (ENOSPC)' : (code ?? message), {
    cause,
  });
};

/** A client id that no other runner has, for brokers throw out the older of two. */
const randomClientId = (random: () => number): string =>
  `ocelli-${Math.floor(random() * 2 ** 40)
    .toString(36)
    .padStart(8, '0')}`;

/**
 * Opens the sink that a configuration describes. It connects when there is something to deliver.
 *
 * @throws RunnerFileError for a secret that cannot be read.
 */
export const createEventSink = async (
  config: SinkConfig,
  { print, env, logger, random }: EventSinkParts,
): Promise<EventSink> => {
  const common = { kind: config.kind, logger, random } as const;
  switch (config.kind) {
    case 'stdout':
      return createQueuedSink({
        ...common,
        target: 'stdout',
        capacity: DEFAULT_QUEUE,
        deliver: (event) =>
          print(JSON.stringify(event)).catch((cause: unknown) => {
            // A reader that has gone does not come back.
            throw new DeliveryError('nobody reads stdout', { isFinal: true, cause });
          }),
      });
    case 'file': {
      const { path, maxBytes = DEFAULT_MAX_BYTES, maxFiles = DEFAULT_MAX_FILES } = config;
      const writer = createFileWriter({ path, maxBytes, maxFiles });
      return createQueuedSink({
        ...common,
        target: path,
        capacity: DEFAULT_QUEUE,
        deliver: (event) =>
          writer.append(JSON.stringify(event)).catch((error: unknown) => {
            throw toDeliveryError(error);
          }),
        close: () => writer.close(),
      });
    }
    case 'webhook': {
      const { url, token, timeoutMs = DEFAULT_TIMEOUT_MS, queueEvents = DEFAULT_QUEUE } = config;
      const secret = token && { token: await readSecret(token, env) };
      return createQueuedSink({
        ...common,
        target: redactUrl(url),
        capacity: queueEvents,
        deliver: (event, signal) => postEvent(event, { url, ...secret, timeoutMs, signal }),
      });
    }
    case 'mqtt': {
      const { url, username, password, timeoutMs = DEFAULT_TIMEOUT_MS } = config;
      const publisher = createMqttPublisher({
        url,
        topic: config.topic ?? DEFAULT_MQTT_TOPIC,
        qos: config.qos ?? 1,
        clientId: config.clientId ?? randomClientId(random),
        timeoutMs,
        ...(username !== undefined && { username }),
        ...(password && { password: await readSecret(password, env) }),
      });
      return createQueuedSink({
        ...common,
        target: redactUrl(url),
        capacity: config.queueEvents ?? DEFAULT_QUEUE,
        deliver: (event) => publisher.publish(event),
        close: () => publisher.close(),
      });
    }
  }
};
