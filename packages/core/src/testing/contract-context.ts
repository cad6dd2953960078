import type {
  FramePipelineConfig,
  GoldenCheck,
  InferenceBackend,
  InferenceSession,
  RunResult,
  SessionOptions,
  ProviderConfig,
  ProviderName,
} from '../backend/inference-backend.js';
import type { OcelliError } from '../errors/ocelli-error.js';
import { createFrame, type Frame } from '../frame/frame.js';
import { createPreprocessor } from '../preprocess/create-preprocessor.js';
import type { RegionOfInterest } from '../preprocess/preprocess-config.js';
import { createTensor, type Tensor } from '../tensor/tensor.js';

/** What the contract needs of `expect`; that of vitest and jest fit. */
export interface ContractAssertion {
  toBe(expected: unknown): void;
  toEqual(expected: unknown): void;
  toBeLessThanOrEqual(expected: number): void;
}

/** The functions of the test runner, passed in so that core depends on none. */
export interface ContractTestRunner {
  readonly describe: (name: string, body: () => void) => void;
  readonly it: {
    (name: string, body: () => Promise<void>): void;
    readonly skip: (name: string, body?: () => Promise<void>) => void;
  };
  readonly expect: (actual: unknown, message?: string) => ContractAssertion;
}

/** A small model that the backend must get right: one float32 picture in, one float32 output. */
export interface ContractModel {
  readonly bytes: Uint8Array;
  /** Both batch dims are free; different pictures give different outputs. */
  readonly pipeline: FramePipelineConfig;
  /** Inputs and right outputs, computed elsewhere. */
  readonly golden: GoldenCheck;
  /** Feeds of allowed dims and dtype on which the graph fails when it runs. */
  readonly failingFeeds?: Readonly<Record<string, Tensor>>;
}

/** What `defineBackendContract` takes. */
export interface BackendContractOptions<Provider extends ProviderConfig = ProviderConfig> {
  /** Of the backend, for the names of the tests. */
  readonly name: string;
  readonly runner: ContractTestRunner;
  readonly createBackend: () => InferenceBackend<Provider> | Promise<InferenceBackend<Provider>>;
  readonly model: ContractModel;
  /** A provider that runs the model here. */
  readonly executionProvider: ProviderName<Provider>;
  /** A provider that the backend knows and that cannot run here. */
  readonly unavailableProvider?: ProviderName<Provider>;
}

/** Room for float32 sums in another order, relative to the largest value. */
const RELATIVE_TOLERANCE = 1e-5;

const FRAME_SIZE = { width: 37, height: 23 };

/** What the tests of the contract share; stateless. */
export interface ContractContext extends BackendContractOptions {
  readonly feeds: Readonly<Record<string, Tensor>>;
  /** Opens the model on the working provider; the session is released after `body`. */
  readonly withSession: <T>(
    body: (session: InferenceSession, backend: InferenceBackend) => Promise<T>,
    options?: SessionOptions,
  ) => Promise<T>;
  /** The golden feeds times `factor`. */
  readonly scaledFeeds: (factor: number) => Record<string, Tensor>;
  /** A picture with a different gradient for each `seed`. */
  readonly frame: (seed: number) => Frame;
  /** What the picture's input must be, by the preprocessing of core. */
  readonly preprocessed: (
    frame: Frame,
    regionOfInterest?: RegionOfInterest,
  ) => Record<string, Tensor>;
  /** The error that `promise` is rejected with; fails when it is fulfilled. */
  readonly rejection: (promise: Promise<unknown>) => Promise<unknown>;
  readonly expectError: (
    error: unknown,
    errorClass: { readonly errorName: string; isInstance(error: unknown): boolean },
  ) => void;
  readonly expectClose: (
    actual: Pick<RunResult, 'outputs'>,
    expected: Pick<RunResult, 'outputs'>,
  ) => void;
}

const gradient = (seed: number): Uint8Array => {
  const { width, height } = FRAME_SIZE;
  return Uint8Array.from({ length: width * height * 4 }, (_, index) => {
    const pixel = index >> 2;
    return index % 4 === 3 ? 255 : (pixel * (seed + 1) + (index % 4) * 40 * seed) % 256;
  });
};

const numbers = (tensor: Tensor | undefined): number[] => Array.from(tensor?.data ?? [], Number);

export const contractContext = (options: BackendContractOptions): ContractContext => {
  const { runner, createBackend, model, executionProvider } = options;
  const { expect } = runner;
  const { feeds } = model.golden;
  return {
    ...options,
    feeds,
    withSession: async (body, sessionOptions) => {
      const backend = await createBackend();
      const session = await backend.createSession(
        { kind: 'bytes', bytes: model.bytes.slice() },
        { pipeline: model.pipeline, executionProviders: [executionProvider], ...sessionOptions },
      );
      try {
        return await body(session, backend);
      } finally {
        await session.release();
      }
    },
    scaledFeeds: (factor) =>
      Object.fromEntries(
        Object.entries(feeds).map(([name, tensor]) => [
          name,
          createTensor(
            'float32',
            tensor.dims,
            Float32Array.from(numbers(tensor), (value) => value * factor),
          ),
        ]),
      ),
    frame: (seed) => createFrame({ ...FRAME_SIZE, format: 'rgba', data: gradient(seed) }),
    preprocessed: (frame, regionOfInterest) => {
      const preprocessor = createPreprocessor(model.pipeline.preprocess);
      const tensor = createTensor('float32', preprocessor.outputDims);
      preprocessor.run(
        frame,
        tensor.data,
        regionOfInterest === undefined ? {} : { regionOfInterest },
      );
      preprocessor.release();
      return { [model.pipeline.input]: tensor };
    },
    rejection: (promise) =>
      promise.then(
        () => {
          throw new Error('The call should have been rejected, but it was fulfilled.');
        },
        (error: unknown) => error,
      ),
    expectError: (error, errorClass) => {
      const { name, message } = error as OcelliError;
      const isExpected = errorClass.isInstance(error);
      expect(isExpected, `expected ${errorClass.errorName}, got ${name}: ${message}`).toBe(true);
    },
    expectClose: (actual, expected) => {
      for (const [name, tensor] of Object.entries(expected.outputs)) {
        const wanted = numbers(tensor);
        const given = numbers(actual.outputs[name]);
        expect(given.length).toBe(wanted.length);
        const largest = Math.max(...wanted.map(Math.abs), 1);
        const difference = Math.max(
          ...wanted.map((value, i) => Math.abs(value - (given[i] ?? NaN))),
        );
        expect(difference, `largest difference in ${name}`).toBeLessThanOrEqual(
          largest * RELATIVE_TOLERANCE,
        );
      }
    },
  };
};
