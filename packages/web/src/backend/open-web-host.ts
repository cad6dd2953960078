import { createPreprocessor, ModelLoadError } from '@ocelli/core';
import {
  type OpenedProvider,
  openSessionHost,
  type OrtSession,
  type ProviderRequest,
  type ProviderTrial,
  ProviderUnavailable,
  type SessionHost,
} from '@ocelli/core/runtime';
import { gpuOf, type GpuPowerPreference, isSoftwareAdapter } from '../ort/gpu.js';
import { loadOrt, type OrtWeb, webGpuBuild } from '../ort/load-ort.js';
import { type LoadRequest, sourceName } from './load-request.js';
import { createOrtRuntimeSession } from './ort-session.js';
import type { WebExecutionProvider } from './web-execution-providers.js';

/** A session's host, and why it cannot work any more once that is so: a lost GPU, a crashed module. */
export interface WebHost {
  readonly host: SessionHost;
  lostReason(failure: unknown): string | undefined;
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** ONNX Runtime's words for bytes that no provider can load. */
const MALFORMED = /protobuf parsing failed|INVALID_PROTOBUF|ModelProto does not have a graph/i;

interface AdapterOptions {
  readonly powerPreference?: GpuPowerPreference | undefined;
  readonly allowSoftwareAdapter?: boolean | undefined;
}

const checkAdapter = async ({
  powerPreference,
  allowSoftwareAdapter = true,
}: AdapterOptions): Promise<void> => {
  const gpu = gpuOf(navigator);
  if (gpu === undefined) {
    throw new ProviderUnavailable(
      isSecureContext
        ? 'this browser has no WebGPU'
        : 'WebGPU is there on secure pages only (https or localhost)',
    );
  }
  const adapter = await gpu.requestAdapter(
    powerPreference === undefined ? {} : { powerPreference },
  );
  if (adapter === null) {
    throw new ProviderUnavailable('there is no WebGPU adapter (no GPU, or its driver is blocked)');
  }
  if (!allowSoftwareAdapter && isSoftwareAdapter(adapter)) {
    throw new ProviderUnavailable(
      'the only WebGPU adapter computes on the CPU, slower than wasm does; name webgpu to use it',
    );
  }
};

const createSession = (
  ort: OrtWeb,
  { model, settings }: LoadRequest,
  provider: Readonly<Record<string, unknown>>,
  extra: Readonly<Record<string, string>> = {},
): Promise<OrtSession> => {
  const { graphOptimizationLevel = 'all' } = settings;
  const externalData = model.externalData?.map(({ path, bytes }) => ({ path, data: bytes }));
  return ort.InferenceSession.create(model.bytes, {
    graphOptimizationLevel,
    executionProviders: [provider],
    extra: { session: extra },
    ...(externalData && { externalData }),
  });
};

/** Nodes that WebGPU does not take go to WebAssembly; the first attempt forbids it, to know whether any do. */
const createWebGpuSession = async (
  ort: OrtWeb,
  request: LoadRequest,
  provider: Readonly<Record<string, unknown>>,
): Promise<{ session: OrtSession; placement: string }> => {
  try {
    const session = await createSession(ort, request, provider, { disable_cpu_ep_fallback: '1' });
    return { session, placement: 'every node on webgpu' };
  } catch (error) {
    if (!messageOf(error).includes('fallback to CPU EP has been explicitly disabled')) throw error;
  }
  const session = await createSession(ort, request, provider);
  return { session, placement: 'nodes that WebGPU does not have on wasm, the others on webgpu' };
};

const threadsInUse = ({ env }: OrtWeb): string => {
  const { numThreads = 1 } = env.wasm;
  return numThreads === 1 ? '1 thread' : `${String(numThreads)} threads`;
};

/** What the providers of one session have opened, to tell later why it is lost. */
class OrtRuntimes {
  readonly #request: LoadRequest;
  #lost: string | undefined;

  constructor(request: LoadRequest) {
    this.#request = request;
  }

  lostReason(failure: unknown): string | undefined {
    // A trap leaves the module's memory as it was in the middle of the run.
    const { cause } = failure as { readonly cause?: unknown };
    if (cause instanceof WebAssembly.RuntimeError) {
      this.#lost ??= `its WebAssembly module failed: ${cause.message}`;
    }
    return this.#lost;
  }

  async open({ name, options }: ProviderRequest<WebExecutionProvider>): Promise<OpenedProvider> {
    const { model, settings, ortFiles } = this.#request;
    const names = { source: sourceName(model), executionProvider: name };
    const { powerPreference, allowSoftwareAdapter, ...provider }: AdapterOptions = options;
    if (name === 'webgpu') await checkAdapter({ powerPreference, allowSoftwareAdapter });
    const ort = await loadOrt(ortFiles[name === 'wasm' ? 'wasm' : webGpuBuild()], {
      ...(settings.threads !== undefined && { threads: settings.threads }),
      ...(powerPreference && { powerPreference }),
    });
    try {
      if (name === 'wasm') {
        const session = await createSession(ort, this.#request, { name });
        const placement = `every node on wasm, ${threadsInUse(ort)}`;
        return { session: createOrtRuntimeSession(ort, session, names), placement };
      }
      const opened = await createWebGpuSession(ort, this.#request, { name, ...provider });
      void ort.env.webgpu.device?.lost.then(({ reason, message }) => {
        this.#lost = `its GPU device is lost (${reason}): ${message}`;
      });
      const { session, placement } = opened;
      return { session: createOrtRuntimeSession(ort, session, names), placement };
    } catch (cause) {
      if (ModelLoadError.isInstance(cause)) throw cause;
      throw this.#fault(name, cause);
    }
  }

  /** Whether the model is at fault, so that no other provider can help. */
  #fault(name: WebExecutionProvider, cause: unknown): unknown {
    const reason = messageOf(cause);
    const source = sourceName(this.#request.model);
    if (MALFORMED.test(reason)) return new ModelLoadError({ source, reason, cause });
    if (name !== 'wasm' || /backend|wasm|WebAssembly/i.test(reason)) return cause;
    return new ModelLoadError({
      source,
      reason,
      remedy: 'Export the model again with operators and an opset that ONNX Runtime supports.',
      cause,
    });
  }
}

/**
 * Loads a model in this thread.
 *
 * @throws as `openSessionHost`.
 */
export const openWebHost = async (request: LoadRequest): Promise<WebHost> => {
  const { model, providers, pipeline, goldenCheck, warmUpRuns } = request;
  const source = sourceName(model);
  if (model.bytes.byteLength === 0) {
    throw new ModelLoadError({ source, reason: 'there are no bytes' });
  }
  const runtimes = new OrtRuntimes(request);
  const host = await openSessionHost({
    source,
    trials: providers.map((provider): ProviderTrial => ({
      executionProvider: provider.name,
      open: () => runtimes.open(provider),
    })),
    createPreprocessor,
    now: () => performance.now(),
    ...(pipeline && { pipeline }),
    ...(goldenCheck && { goldenCheck }),
    ...(warmUpRuns !== undefined && { warmUpRuns }),
  });
  return { host, lostReason: (failure) => runtimes.lostReason(failure) };
};
