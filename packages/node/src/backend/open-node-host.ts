import { createPreprocessor, ModelLoadError, type ModelSource } from '@ocelli/core';
import {
  type MakeTrialFeeds,
  namesOf,
  type OpenedProvider,
  openSessionHost,
  type ProviderRequest,
  type ProviderTrial,
  ProviderUnavailable,
  type SessionHost,
} from '@ocelli/core/runtime';
import type * as Ort from 'onnxruntime-node';
import type { LoadRequest, OrtSessionSettings } from './load-request.js';
import { checkModelSource, diagnoseModel, sourceName, unsupportedModel } from './model-source.js';
import type { NodeExecutionProvider } from './node-execution-providers.js';
import { createProfiledSession, describePlacement } from './node-placement.js';
import { createOrtRuntimeSession } from './ort-session.js';

type OrtModule = typeof Ort;

/** ONNX Runtime writes its log to stderr, where a library has no business: failures are thrown anyway. */
const LOG_FATAL_ONLY = 4;

/**
 * How long ONNX Runtime's threads spin for work before they sleep, in microseconds. From one frame's run to the
 * next it takes most of a millisecond; threads that fall asleep in it have to be woken for each run, at times on a
 * core that is taken, and ONNX Runtime's default holds a core for long after the last. Measured end to end with
 * SqueezeNet on two cores, where `session.run` alone takes 3.0 and beside one busy process 7.6 ms: 200 gives 7.3
 * and 6.4 ms, 1000 gives 4.2 and 8.2, 5000 gives 4.1 to 5.4 and 9.4, the default 5.3 and 8.5.
 */
const SPINNING = { intra_op: { spin_duration_us: '1000' } } as const;

const loadRuntime = async (): Promise<OrtModule> => {
  try {
    const { default: ort } = (await import('onnxruntime-node')) as unknown as {
      default: OrtModule;
    };
    ort.env.logLevel = 'fatal';
    return ort;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ProviderUnavailable(`onnxruntime-node cannot be loaded: ${reason}`, { cause });
  }
};

const createSession = (
  ort: OrtModule,
  model: ModelSource,
  options: Ort.InferenceSession.SessionOptions,
): Promise<Ort.InferenceSession> => {
  if (model.kind === 'file') return ort.InferenceSession.create(model.path, options);
  const externalData = model.externalData?.map(({ path, bytes }) => ({ path, data: bytes }));
  return ort.InferenceSession.create(model.bytes, {
    ...options,
    ...(externalData && { externalData }),
  });
};

/** Messages of ONNX Runtime that mean that the provider is not there, and what to say instead. */
const UNAVAILABLE: readonly (readonly [RegExp, string])[] = [
  [/Failed to load shared library/, 'its shared library is not installed'],
  [/Failed to get a WebGPU adapter/, 'there is no WebGPU adapter (no GPU, or no driver for it)'],
  [/CUDA failure 100|no CUDA-capable device/, 'there is no CUDA device'],
];

const asUnavailable = (error: unknown): unknown => {
  const message = error instanceof Error ? error.message : String(error);
  const [, reason] = UNAVAILABLE.find(([pattern]) => pattern.test(message)) ?? [];
  return reason === undefined ? error : new ProviderUnavailable(reason, { cause: error });
};

const sessionOptions = (
  { name, options }: ProviderRequest<NodeExecutionProvider>,
  settings: OrtSessionSettings,
): Ort.InferenceSession.SessionOptions => ({
  ...settings,
  executionProviders: [{ name, ...options }],
  logSeverityLevel: LOG_FATAL_ONLY,
  extra: { session: SPINNING },
});

/**
 * Creates a session whose nodes run on the accelerator that was asked for. ONNX Runtime quietly gives
 * nodes to the CPU that a provider does not take, if need be all of them; so the first attempt forbids
 * that, and where it fails a profiled run counts what ran where. When dims had to be guessed and the run
 * fails on them, the provider stays and its placement is unknown.
 */
const openAccelerated = async (
  ort: OrtModule,
  model: ModelSource,
  request: ProviderRequest<NodeExecutionProvider>,
  options: Ort.InferenceSession.SessionOptions,
  makeFeeds: MakeTrialFeeds,
): Promise<{ session: Ort.InferenceSession; placement: string }> => {
  try {
    const extra = { session: { disable_cpu_ep_fallback: '1', ...SPINNING } };
    const session = await createSession(ort, model, { ...options, extra });
    return { session, placement: `every node on ${request.name}` };
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    if (!message.includes('fallback to CPU EP has been explicitly disabled')) throw error;
  }
  const names = { source: sourceName(model), executionProvider: request.name };
  const { session, counts } = await createProfiledSession(
    (profile) => createSession(ort, model, { ...options, ...profile }),
    async (profiled) => {
      const runtimeSession = createOrtRuntimeSession(ort, profiled, names);
      const { feeds, isGuess } = makeFeeds(runtimeSession.inputs);
      try {
        await runtimeSession.run(feeds, namesOf(runtimeSession.outputs));
        return true;
      } catch (error) {
        if (!isGuess) throw error;
        return false;
      }
    },
  );
  try {
    return { session, placement: describePlacement(request.name, counts) };
  } catch (error) {
    await session.release();
    throw error;
  }
};

const openProvider = async (
  { model, settings }: LoadRequest,
  request: ProviderRequest<NodeExecutionProvider>,
  makeFeeds: MakeTrialFeeds,
): Promise<OpenedProvider> => {
  const { name } = request;
  const ort = await loadRuntime();
  if (!ort.listSupportedBackends().some((backend) => backend.name === name)) {
    const platform = `${process.platform} ${process.arch}`;
    throw new ProviderUnavailable(`onnxruntime-node has no such provider on ${platform}`);
  }
  const options = sessionOptions(request, settings);
  try {
    const { session, placement } =
      name === 'cpu'
        ? { session: await createSession(ort, model, options), placement: 'every node on cpu' }
        : await openAccelerated(ort, model, request, options, makeFeeds);
    const names = { source: sourceName(model), executionProvider: name };
    return { session: createOrtRuntimeSession(ort, session, names), placement };
  } catch (error) {
    if (ModelLoadError.isInstance(error)) throw error;
    const failure = asUnavailable(error);
    if (failure instanceof ProviderUnavailable) throw failure;
    const fault = await diagnoseModel(model, error);
    if (fault !== undefined) throw fault;
    throw name === 'cpu' ? unsupportedModel(model, error) : error;
  }
};

/**
 * Loads a model in this thread.
 *
 * @throws as `openSessionHost`.
 */
export const openNodeHost = async (
  request: LoadRequest,
  signal?: AbortSignal,
): Promise<SessionHost> => {
  await checkModelSource(request.model);
  const { pipeline, goldenCheck, warmUpRuns } = request;
  return openSessionHost({
    source: sourceName(request.model),
    trials: request.providers.map((provider): ProviderTrial => ({
      executionProvider: provider.name,
      open: (makeFeeds) => openProvider(request, provider, makeFeeds),
    })),
    createPreprocessor,
    now: () => performance.now(),
    ...(pipeline && { pipeline }),
    ...(goldenCheck && { goldenCheck }),
    ...(warmUpRuns !== undefined && { warmUpRuns }),
    ...(signal && { signal }),
  });
};
