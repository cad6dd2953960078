import { once } from 'node:events';
import { createServer } from 'node:net';
import { readRunnerConfig } from '../config/read-runner-config.js';
import { readSecret } from '../config/read-secret.js';
import {
  DEFAULT_PAGE_HOST,
  DEFAULT_PAGE_PORT,
  type RunnerConfig,
  type RunnerModelConfig,
} from '../config/runner-config.js';
import { RunnerConfigError } from '../config/runner-config-error.js';
import { DEFAULT_RUNNER_CONFIG } from '../config/default-runner-config.js';
import { PageServerError } from '../server/page-server-error.js';
import { checkCamera } from './check-camera.js';
import { checkSink } from './check-sink.js';
import type { DoctorParts } from './doctor-parts.js';
import { type Finding, ok, problem, problemOf } from './finding.js';

const MIN_NODE = [20, 19] as const;

const checkNode = ({ nodeVersion }: DoctorParts): Finding => {
  const [major = 0, minor = 0] = nodeVersion.split('.').map(Number);
  const isNew = major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1]);
  if (isNew) return ok('node', 'Node.js', nodeVersion);
  const cause = `Node.js is ${nodeVersion}; 20.19 or newer is needed.`;
  return problem('node', 'Node.js', cause, 'Install a newer one: https://nodejs.org/download');
};

const checkRuntime = async ({ probeRuntime }: DoctorParts): Promise<Finding> => {
  try {
    const { executionProvider } = await probeRuntime();
    return ok('runtime', 'ONNX Runtime', `runs on ${executionProvider}`);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return problem(
      'runtime',
      'ONNX Runtime',
      message,
      'Install it anew: npm rebuild onnxruntime-node, or npm install @ocelli/cli',
    );
  }
};

const checkPage = async ({ page = {} }: RunnerConfig, { env }: DoctorParts): Promise<Finding> => {
  if (page === false) return ok('page', 'page', 'switched off');
  const { host = DEFAULT_PAGE_HOST, port = DEFAULT_PAGE_PORT, token } = page;
  const subject = `${host}:${String(port)}`;
  const server = createServer();
  try {
    if (token !== undefined) await readSecret(token, env);
    server.listen(port, host);
    await once(server, 'listening').catch((cause: unknown) => {
      throw new PageServerError({ host, port, cause });
    });
    const closed = once(server, 'close');
    server.close();
    await closed;
    return ok('page', subject, 'free');
  } catch (error) {
    return problemOf('page', subject, error);
  }
};

const checkModel = async (
  model: RunnerModelConfig,
  { loadClassifier, signal }: DoctorParts,
): Promise<Finding> => {
  try {
    const classifier = await loadClassifier(model, signal);
    const { card, executionProvider } = classifier;
    await classifier.release();
    return ok('model', model.model, `${card.id} ${card.version} runs on ${executionProvider}`);
  } catch (error) {
    signal.throwIfAborted();
    return problemOf('model', model.model, error);
  }
};

const configurationProblems = (file: string, error: unknown): Finding[] => {
  if (!RunnerConfigError.isInstance(error)) return [problemOf('configuration', file, error)];
  return error.issues.map(({ line, column, message }) =>
    problem(
      'configuration',
      line === undefined ? file : `${file}:${String(line)}:${String(column)}`,
      message,
      error.remedy,
    ),
  );
};

/** Each model once, however many cameras use it. */
const modelsOf = ({ cameras, models }: RunnerConfig): RunnerModelConfig[] => {
  const used = cameras.map(({ model }) => models?.[model] ?? { model });
  return [...new Map(used.map((model) => [JSON.stringify(model), model])).values()];
};

/**
 * Looks for what keeps a runner from working, one finding after the other: each problem has one cause and one remedy.
 * A configuration that cannot be read ends it, for nothing else is known then. Nothing is sent to any receiver of
 * events.
 *
 * @throws the signal's reason.
 */
export async function* runDoctor(parts: DoctorParts): AsyncGenerator<Finding, void, undefined> {
  const { file, signal } = parts;
  yield checkNode(parts);
  yield await checkRuntime(parts);
  let config = DEFAULT_RUNNER_CONFIG;
  if (file !== undefined) {
    try {
      config = await readRunnerConfig(file);
    } catch (error) {
      yield* configurationProblems(file, error);
      return;
    }
    const cameras =
      config.cameras.length === 1 ? '1 camera' : `${String(config.cameras.length)} cameras`;
    yield ok('configuration', file, cameras);
  }
  signal.throwIfAborted();
  yield await checkPage(config, parts);
  for (const model of modelsOf(config)) yield await checkModel(model, parts);
  for (const camera of config.cameras) {
    signal.throwIfAborted();
    yield await checkCamera(camera, parts);
  }
  for (const sink of config.sinks ?? []) {
    signal.throwIfAborted();
    yield await checkSink(sink, parts);
  }
}
