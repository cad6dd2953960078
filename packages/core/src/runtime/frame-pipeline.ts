import type { FramePipelineConfig } from '../backend/inference-backend.js';
import { InferenceError, SignatureMismatchError } from '../errors/session-errors.js';
import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import type { InputDType } from '../preprocess/preprocess-config.js';
import type { Preprocessor } from '../preprocess/preprocessor.js';
import { TYPED_ARRAYS, type TypedArrayOf } from '../tensor/dtype.js';
import { elementCount, type Tensor, type TensorInfo } from '../tensor/tensor.js';
import type { RuntimeSession } from './runtime-session.js';
import type { FrameInput, FramesRun } from './session-host.js';

const DEFAULT_MAX_BATCH_SIZE = 8;

const describe = (dims: readonly (number | string)[]): string => `[${dims.join(', ')}]`;

const inputProblems = (info: TensorInfo, preprocessor: Preprocessor): string[] => {
  const { dtype } = preprocessor.config;
  const problems: string[] = [];
  if (info.dtype !== dtype) {
    problems.push(`input "${info.name}" takes ${info.dtype}, but preprocessing makes ${dtype}`);
  }
  const dims = preprocessor.outputDims;
  // No dims at all means that the model does not declare its rank.
  const fits =
    info.dims.length === 0 ||
    (info.dims.length === dims.length &&
      info.dims.every((dim, axis) => axis === 0 || typeof dim === 'string' || dim === dims[axis]));
  if (!fits) {
    problems.push(
      `input "${info.name}" has dims ${describe(info.dims)}, but preprocessing makes ${describe(dims)}`,
    );
  }
  const batch = info.dims[0];
  if (typeof batch === 'number' && batch !== 1) {
    problems.push(
      `input "${info.name}" takes exactly ${String(batch)} pictures at once; its batch dim must be 1 or free`,
    );
  }
  return problems;
};

/**
 * Checks that frames preprocessed by `preprocessor` can be fed to the model.
 *
 * @throws SignatureMismatchError with every problem found.
 */
export const checkPipeline = (
  source: string,
  config: FramePipelineConfig,
  model: Pick<RuntimeSession, 'inputs' | 'outputs'>,
  preprocessor: Preprocessor,
): void => {
  const info = model.inputs.find((input) => input.name === config.input);
  const list = (tensors: readonly TensorInfo[]) => tensors.map((tensor) => tensor.name).join(', ');
  const problems =
    info === undefined
      ? [`there is no input "${config.input}", but ${list(model.inputs)}`]
      : inputProblems(info, preprocessor);
  if (info !== undefined && model.inputs.length > 1) {
    problems.push(`a picture can feed one input only, but there are ${list(model.inputs)}`);
  }
  for (const name of config.outputs) {
    if (!model.outputs.some((output) => output.name === name)) {
      problems.push(`there is no output "${name}", but ${list(model.outputs)}`);
    }
  }
  if (problems.length > 0) throw new SignatureMismatchError({ source, problems });
};

/**
 * How many pictures may share a run: `config.maxBatchSize` where the first dim of the picture's input and
 * of every output asked for is free, else 1.
 *
 * @throws InvalidArgumentError when `maxBatchSize` is not a positive integer.
 */
export const batchSizeLimit = (
  config: FramePipelineConfig,
  model: Pick<RuntimeSession, 'inputs' | 'outputs'>,
): number => {
  const limit = config.maxBatchSize ?? DEFAULT_MAX_BATCH_SIZE;
  if (!Number.isSafeInteger(limit) || limit < 1) {
    throw new InvalidArgumentError({
      argument: 'pipeline.maxBatchSize',
      expected: 'a positive integer',
      actual: String(limit),
    });
  }
  const isFree = ({ dims }: TensorInfo) => typeof dims[0] === 'string';
  const inputs = model.inputs.filter((input) => input.name === config.input);
  const outputs = model.outputs.filter((output) => config.outputs.includes(output.name));
  return inputs.every(isFree) && outputs.every(isFree) ? limit : 1;
};

/** Cuts the tensors of a batch into those of its pictures, each a copy with batch dim 1. */
export const splitBatch = (
  outputs: Readonly<Record<string, Tensor>>,
  count: number,
): Record<string, Tensor>[] =>
  Array.from({ length: count }, (_, position) =>
    Object.fromEntries(
      Object.entries(outputs).map(([name, { dtype, dims, data }]) => {
        const size = data.length / count;
        const part = data.slice(position * size, (position + 1) * size);
        return [name, { dtype, dims: [1, ...dims.slice(1)], data: part }];
      }),
    ),
  );

/** The first `length` values of `dtype` in the memory of a slot. */
export const tensorIn = (
  { buffer, byteOffset }: Uint8Array,
  dtype: InputDType,
  length: number,
): TypedArrayOf<InputDType> =>
  // Shared memory serves as well; the types of tensors leave it out because no runtime takes it.
  new TYPED_ARRAYS[dtype](buffer as ArrayBuffer, byteOffset, length);

/** Preprocesses pictures into one batch, runs it and splits the outputs. */
export interface FramePipeline {
  run(frames: readonly FrameInput[]): Promise<FramesRun>;
  release(): void;
}

/**
 * Creates the pipeline of a session whose signature `checkPipeline` accepted. It owns `preprocessor`.
 *
 * @param now Milliseconds on any monotonic clock.
 */
export const createFramePipeline = ({
  config,
  session,
  preprocessor,
  executionProvider,
  now,
}: {
  config: FramePipelineConfig;
  session: RuntimeSession;
  preprocessor: Preprocessor;
  executionProvider: string;
  now: () => number;
}): FramePipeline => {
  const { dtype } = preprocessor.config;
  const [, ...pictureDims] = preprocessor.outputDims;
  const pictureSize = elementCount(pictureDims);
  let batchData: TypedArrayOf<typeof dtype> = new TYPED_ARRAYS[dtype](pictureSize);

  const preprocessAll = (frames: readonly FrameInput[]): number[] => {
    if (batchData.length < frames.length * pictureSize) {
      batchData = new TYPED_ARRAYS[dtype](frames.length * pictureSize);
    }
    return frames.map(({ slot: { bytes }, content }, index) => {
      const start = now();
      const picture = batchData.subarray(index * pictureSize, (index + 1) * pictureSize);
      if (content.kind === 'pixels') {
        preprocessor.run({ ...content.layout, data: bytes }, picture, content.options);
        return now() - start;
      }
      // A copy, for ONNX Runtime refuses tensors over shared memory.
      picture.set(tensorIn(bytes, dtype, pictureSize));
      return content.preprocessMs + now() - start;
    });
  };

  return {
    run: async (frames) => {
      const count = frames.length;
      const preprocessMs = preprocessAll(frames);
      const start = now();
      const outputs = await session.run(
        {
          [config.input]: {
            dtype,
            dims: [count, ...pictureDims],
            data: batchData.subarray(0, count * pictureSize),
          },
        },
        config.outputs,
      );
      const inferenceMs = now() - start;
      if (count === 1) return { outputs: [outputs], preprocessMs, inferenceMs };
      for (const [name, { dims }] of Object.entries(outputs)) {
        if (dims[0] === count) continue;
        throw new InferenceError({
          executionProvider,
          reason: `output "${name}" has dims ${describe(dims)} for a batch of ${String(count)}`,
        });
      }
      return { outputs: splitBatch(outputs, count), preprocessMs, inferenceMs };
    },
    release: () => {
      preprocessor.release();
    },
  };
};
