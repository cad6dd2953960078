import { access, constants, mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { redactUrl } from '@ocelli/node';
import { readSecret } from '../config/read-secret.js';
import type { SinkConfig } from '../config/runner-config.js';
import { connectMqtt } from '../sinks/create-mqtt-publisher.js';
import type { DoctorParts } from './doctor-parts.js';
import { type Finding, ok, problem, problemOf } from './finding.js';

const TIMEOUT_MS = 5000;
/** Less free space than this is a full disk soon. */
const MIN_FREE_BYTES = 50e6;

/** What to do about a connection that cannot be made, by what the cause says. */
const networkRemedy = (cause: string, url: string, variables: string): string => {
  const { hostname, port, protocol } = new URL(url);
  const defaultPort = { 'https:': '443', 'mqtt:': '1883', 'mqtts:': '8883', 'wss:': '443' };
  const at = port || (defaultPort as Record<string, string | undefined>)[protocol] || '80';
  if (/ENOTFOUND|EAI_AGAIN/.test(cause)) return `Correct the host name: getent hosts ${hostname}`;
  if (/ECONNREFUSED/.test(cause))
    return `Start the receiver, or correct the port: nc -vz ${hostname} ${at}`;
  if (/user|password|refuses|40[13]/.test(cause))
    return `Correct ${variables} in the configuration.`;
  if (/404|405|410/.test(cause)) return 'Correct the path of the URL.';
  return `Check the network and any firewall between: nc -vz ${hostname} ${at}`;
};

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'error';

/** Why no folder can be made; Node says ENOENT of one on a disk that is read-only. */
const causeInParents = async (folder: string): Promise<string> => {
  for (let parent = dirname(folder); ; parent = dirname(parent)) {
    try {
      await access(parent, constants.W_OK);
      return 'ENOENT';
    } catch (error) {
      const code = codeOf(error);
      if (code !== 'ENOENT' || parent === dirname(parent)) return code;
    }
  }
};

const checkFile = async (path: string, { freeBytes }: DoctorParts): Promise<Finding> => {
  const folder = dirname(path);
  try {
    await mkdir(folder, { recursive: true });
    const file = await open(path, 'a');
    await file.close();
  } catch (error) {
    const said = codeOf(error);
    const code = said === 'ENOENT' ? await causeInParents(folder) : said;
    const cause = `${path} cannot be written (${code}).`;
    const remedies: Readonly<Record<string, string>> = {
      ENOSPC: `Free space on that disk: df -h ${folder}`,
      EROFS: 'That disk is read-only: choose another folder for sinks[].path.',
      ENOTDIR: 'A part of the path is a file: correct sinks[].path.',
      EEXIST: 'A part of the path is a file: correct sinks[].path.',
      EISDIR: 'The path is a folder: add a file name to sinks[].path.',
    };
    const remedy = remedies[code] ?? `Give this user the folder: sudo chown $USER ${folder}`;
    return problem('sink', path, cause, remedy);
  }
  const free = await freeBytes(folder);
  if (free >= MIN_FREE_BYTES) {
    return ok('sink', path, `writable, ${String(Math.floor(free / 1e6))} MB free`);
  }
  const cause =
    free === 0
      ? 'The disk is full.'
      : `The disk is almost full: ${String(Math.floor(free / 1e6))} MB are free.`;
  return problem('sink', path, cause, `Free space on that disk: df -h ${folder}`);
};

const checkWebhook = async (
  { url, token }: Extract<SinkConfig, { kind: 'webhook' }>,
  { env }: DoctorParts,
): Promise<Finding> => {
  const subject = redactUrl(url);
  const secret = token && (await readSecret(token, env));
  let cause: string;
  try {
    // Asks without sending an event.
    const response = await fetch(url, {
      method: 'HEAD',
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(secret !== undefined && { headers: { authorization: `Bearer ${secret}` } }),
    });
    // Many receivers take POST alone.
    if (response.ok || response.status === 405 || response.status === 501) {
      return ok('sink', subject, `answers ${String(response.status)}`);
    }
    cause = `It answers ${String(response.status)} ${response.statusText}`.trim();
  } catch (error) {
    const { code, message } = (error as { cause?: NodeJS.ErrnoException }).cause ?? {};
    cause = code ?? message ?? 'no answer in time';
  }
  return problem('sink', subject, `${cause}.`, networkRemedy(cause, url, 'token'));
};

const checkMqtt = async (
  { url, username, password, clientId }: Extract<SinkConfig, { kind: 'mqtt' }>,
  { env }: DoctorParts,
): Promise<Finding> => {
  const subject = redactUrl(url);
  const secret = password && { password: await readSecret(password, env) };
  try {
    const client = await connectMqtt({
      url,
      topic: '',
      qos: 0,
      // The runner's own id would throw out a runner that is connected.
      clientId: `${clientId ?? 'ocelli'}-doctor`,
      timeoutMs: TIMEOUT_MS,
      ...(username !== undefined && { username }),
      ...secret,
    });
    await client.endAsync();
    return ok('sink', subject, 'the broker takes the connection');
  } catch (error) {
    const cause = error instanceof Error ? error.message : String(error);
    const remedy = networkRemedy(cause, url, 'username and password');
    return problem('sink', subject, `No connection: ${cause}.`, remedy);
  }
};

/** Checks that events can go where a sink sends them, without sending one. */
export const checkSink = async (config: SinkConfig, parts: DoctorParts): Promise<Finding> => {
  try {
    switch (config.kind) {
      case 'stdout':
        return ok('sink', 'stdout', 'always there');
      case 'file':
        return await checkFile(config.path, parts);
      case 'webhook':
        return await checkWebhook(config, parts);
      case 'mqtt':
        return await checkMqtt(config, parts);
    }
  } catch (error) {
    return problemOf('sink', config.kind, error);
  }
};
