import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import type { RunnerEvent } from '../events/runner-event.js';
import { DeliveryError } from './event-sink.js';

export interface MqttPublisherOptions {
  readonly url: string;
  /** `{camera}` and `{type}` are replaced. */
  readonly topic: string;
  readonly qos: 0 | 1;
  readonly clientId: string;
  readonly username?: string;
  readonly password?: string;
  /** Longest wait for a connection, and for the broker's acknowledgement. */
  readonly timeoutMs: number;
}

export interface MqttPublisher {
  /** @throws DeliveryError */
  publish(event: RunnerEvent): Promise<void>;
  close(): Promise<void>;
}

/** Why a broker did not take a connection, by the code of its answer (MQTT 3.1.1 section 3.2.2.3). */
const REFUSALS: Readonly<Record<number, string>> = {
  1: 'the broker does not speak this version of MQTT',
  2: 'the broker does not take this client id',
  3: 'the broker is not ready',
  4: 'wrong user name or password',
  5: 'the broker refuses this user',
};

const reasonOf = (error: unknown): string => {
  const { code, message } = error as { code?: unknown; message?: string };
  if (typeof code === 'number' && REFUSALS[code] !== undefined) return REFUSALS[code];
  return typeof code === 'string' ? code : (message ?? String(error));
};

/**
 * Opens one connection to a broker.
 *
 * @throws DeliveryError with the reason.
 */
export const connectMqtt = (options: MqttPublisherOptions): Promise<MqttClient> => {
  const { url, clientId, username, password, timeoutMs } = options;
  const settings: IClientOptions = {
    clientId,
    clean: true,
    connectTimeout: timeoutMs,
    // The queue of the sink waits and tries again, with its own delays and limit.
    reconnectPeriod: 0,
    queueQoSZero: false,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
  };
  return new Promise((resolve, reject) => {
    const client = mqtt.connect(url, settings);
    const fail = (error: unknown): void => {
      clearTimeout(timer);
      client.end(true);
      reject(new DeliveryError(reasonOf(error), { cause: error }));
    };
    const timer = setTimeout(() => {
      fail(new Error(`no connection within ${String(timeoutMs)} ms`));
    }, timeoutMs);
    client.once('connect', () => {
      clearTimeout(timer);
      client.off('error', fail);
      // An error is followed by `close`, which the publisher listens to.
      client.on('error', () => undefined);
      resolve(client);
    });
    client.once('error', fail);
    client.once('close', () => {
      fail(new Error('the broker closed the connection'));
    });
  });
};

/** Publishes events one at a time; a connection that fails in any way is given up, and the next publish opens a new one. */
export const createMqttPublisher = (options: MqttPublisherOptions): MqttPublisher => {
  const { topic, qos, timeoutMs } = options;
  let client: MqttClient | undefined;
  let isClosed = false;

  const give = (connection: MqttClient): void => {
    if (client === connection) client = undefined;
    connection.end(true);
  };

  const connect = async (): Promise<MqttClient> => {
    const connection = await connectMqtt(options);
    if (isClosed) {
      connection.end(true);
      throw new DeliveryError('the sink is closed');
    }
    connection.once('close', () => {
      give(connection);
    });
    return connection;
  };

  return {
    publish: async (event) => {
      client ??= await connect();
      const connection = client;
      const name = topic.replace('{camera}', event.camera).replace('{type}', event.type);
      await new Promise<void>((resolve, reject) => {
        // The callback of a publish may never come.
        const timer = setTimeout(() => {
          give(connection);
          reject(new DeliveryError(`not acknowledged within ${String(timeoutMs)} ms`));
        }, timeoutMs);
        const onClose = (): void => {
          clearTimeout(timer);
          reject(new DeliveryError('the connection was lost'));
        };
        connection.once('close', onClose);
        connection.publish(name, JSON.stringify(event), { qos }, (error) => {
          clearTimeout(timer);
          connection.off('close', onClose);
          if (!error) {
            resolve();
            return;
          }
          give(connection);
          reject(new DeliveryError(reasonOf(error), { cause: error }));
        });
      });
    },
    close: async () => {
      isClosed = true;
      const connection = client;
      client = undefined;
      await connection?.endAsync().catch(() => undefined);
    },
  };
};
