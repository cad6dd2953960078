import type { GraphRuntime, GraphSession, GraphSessionOptions } from '../backend/graph-runtime.js';
import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import {
  InferenceError,
  ModelLoadError,
  ReleasedError,
  TensorMismatchError,
} from '../errors/session-errors.js';
import type { Tensor, TensorInfo } from '../tensor/tensor.js';
import {
  type CarriedValues,
  type CarryMode,
  createCarriedValues,
  type ReadOrtValues,
} from './carried-values.js';
import { checkFeeds } from './check-feeds.js';
import type { OrtApi, OrtSession, OrtTensor } from './ort-api.js';
import { tensorInfosOf, tensorOver } from './ort-values.js';

export interface OrtGraphRuntimeOptions {
  /** onnxruntime-node or onnxruntime-web, or what loads it at the first graph. */
  readonly ort: OrtApi | (() => Promise<OrtApi>);
  readonly executionProvider: string;
  /** Options of onnxruntime-common's `InferenceSession.create`. */
  readonly sessionOptions?: Readonly<Record<string, unknown>>;
  /**
   * Default `outputs`. `preallocated` only where the runtime writes into outputs that it is given:
   * onnxruntime-node on the CPU.
   */
  readonly carryMode?: CarryMode;
  /** Carried values stay on the GPU (providers `webgpu`). Default false. */
  readonly keepsOnGpu?: boolean;
  /** How carried values are read where the tensors of the runtime cannot be (`getData`). */
  readonly readValues?: (ort: OrtApi) => ReadOrtValues;
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const checkCarries = (
  carries: Readonly<Record<string, string>>,
  inputs: readonly TensorInfo[],
  outputs: readonly TensorInfo[],
): void => {
  const check = (side: string, name: string, infos: readonly TensorInfo[]): void => {
    if (infos.some((info) => info.name === name)) return;
    throw new InvalidArgumentError({
      argument: 'options.carries',
      expected: `an ${side} of the graph`,
      actual: `"${name}"`,
    });
  };
  for (const [input, output] of Object.entries(carries)) {
    check('input', input, inputs);
    check('output', output, outputs);
  }
};

interface OpenedGraph {
  readonly ort: OrtApi;
  readonly session: OrtSession;
  readonly inputs: readonly TensorInfo[];
  readonly outputs: readonly TensorInfo[];
  readonly executionProvider: string;
  readonly carries: Readonly<Record<string, string>>;
  readonly carried: CarriedValues;
}

const createGraphSession = (opened: OpenedGraph): GraphSession => {
  const { ort, session, inputs, outputs, executionProvider, carries, carried } = opened;
  const fedInputs = inputs.filter(({ name }) => !Object.hasOwn(carries, name));
  const carriedInputs = inputs.filter(({ name }) => Object.hasOwn(carries, name));
  const carriedOutputs = new Set(Object.values(carries));
  const handedBack = outputs.map(({ name }) => name).filter((name) => !carriedOutputs.has(name));
  const wanted = Object.fromEntries(handedBack.map((name) => [name, null]));

  const runOnce = async (
    feeds: Readonly<Record<string, Tensor>>,
  ): Promise<Record<string, Tensor>> => {
    checkFeeds(fedInputs, feeds);
    const [missing] = carried.missing();
    if (missing !== undefined) {
      const expected = 'set with writeState before the first run';
      throw new TensorMismatchError({ tensor: missing, expected, actual: 'missing' });
    }
    const fed = Object.entries(feeds).map(([name, { dtype, data, dims }]): [string, OrtTensor] => [
      name,
      new ort.Tensor(dtype, data, dims),
    ]);
    let values: Readonly<Record<string, OrtTensor>>;
    try {
      values = await session.run(
        { ...Object.fromEntries(fed), ...carried.feeds() },
        { ...wanted, ...carried.fetches() },
      );
    } catch (cause) {
      throw new InferenceError({ executionProvider, reason: messageOf(cause), cause });
    }
    carried.advance(values);
    return Object.fromEntries(
      handedBack.flatMap((name) => {
        const value = values[name];
        return value === undefined ? [] : [[name, tensorOver(value.type, value.dims, value.data)]];
      }),
    );
  };

  let isReleased = false;
  let last: Promise<unknown> = Promise.resolve();
  /** One call after the other, whatever the outcome of the one before. */
  const enqueue = <T>(work: () => T | Promise<T>): Promise<T> => {
    if (isReleased) return Promise.reject(new ReleasedError({ what: 'graph session' }));
    const result = last.then(work, work);
    last = result;
    return result;
  };
  return {
    inputs,
    outputs,
    run: (feeds) => enqueue(() => runOnce(feeds)),
    readState: () => enqueue(() => carried.read()),
    writeState: (values) =>
      enqueue(() => {
        const written = carriedInputs.filter(({ name }) => Object.hasOwn(values, name));
        checkFeeds(written, values);
        carried.write(values);
      }),
    release: async () => {
      if (isReleased) return;
      const finished = enqueue(() => undefined);
      isReleased = true;
      await finished;
      carried.dispose();
      await session.release();
    },
  };
};

/**
 * Runs graphs through ONNX Runtime's JavaScript interface, which is passed in: the same code serves
 * onnxruntime-node and onnxruntime-web.
 *
 * @example
 * import * as ort from 'onnxruntime-web';
 * const runtime = createOrtGraphRuntime({ ort, executionProvider: 'wasm' });
 */
export const createOrtGraphRuntime = ({
  ort: given,
  executionProvider,
  sessionOptions = {},
  carryMode = 'outputs',
  keepsOnGpu = false,
  readValues,
}: OrtGraphRuntimeOptions): GraphRuntime => {
  const load = typeof given === 'function' ? given : () => Promise.resolve(given);
  const create = async (
    ort: OrtApi,
    model: Uint8Array,
    carriedOutputs: readonly string[],
  ): Promise<OrtSession> => {
    const location = Object.fromEntries(carriedOutputs.map((name) => [name, 'gpu-buffer']));
    try {
      return await ort.InferenceSession.create(model, {
        executionProviders: [executionProvider],
        ...sessionOptions,
        ...(keepsOnGpu && carriedOutputs.length > 0 && { preferredOutputLocation: location }),
      });
    } catch (cause) {
      throw new ModelLoadError({ source: 'graph', reason: messageOf(cause), cause });
    }
  };
  return {
    executionProvider,
    open: async (model, { carries = {}, signal }: GraphSessionOptions = {}) => {
      signal?.throwIfAborted();
      const ort = await load();
      const session = await create(ort, model, Object.values(carries));
      try {
        signal?.throwIfAborted();
        const inputs = tensorInfosOf(session.inputMetadata);
        const outputs = tensorInfosOf(session.outputMetadata);
        checkCarries(carries, inputs, outputs);
        const carried = createCarriedValues(ort, carries, carryMode, readValues?.(ort));
        return createGraphSession({
          ort,
          session,
          inputs,
          outputs,
          executionProvider,
          carries,
          carried,
        });
      } catch (error) {
        await session.release();
        throw error;
      }
    },
  };
};
