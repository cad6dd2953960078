import { InvalidArgumentError } from '../errors/invalid-argument-error.js';
import { ReleasedError } from '../errors/session-errors.js';
import { checkPixels } from '../frame/check-pixels.js';
import type { PixelBuffer } from '../frame/frame.js';
import { TYPED_ARRAYS, type TypedArrayOf } from '../tensor/dtype.js';
import { elementCount } from '../tensor/tensor.js';
import { checkPreprocessConfig, outputSize } from './check-preprocess-config.js';
import { kernelModule } from './kernel-instance.js';
import { checkPart } from './needed-pixels.js';
import { CHANNEL_COUNTS, type InputDType, type PreprocessConfig } from './preprocess-config.js';
import type { Preprocessor, PreprocessOptions } from './preprocessor.js';
import { createReferenceResampler } from './reference-resampler.js';
import { createPlanCache, type PlanCache } from './resample-plan.js';
import type { Resampler } from './resampler.js';
import { createSimdResampler } from './simd-resampler.js';
import { createTensorWriter, type TensorWriter } from './tensor-writer.js';

/** Options of `createPreprocessor`. */
export interface PreprocessorOptions {
  /** Both give the same bytes. Default `auto`: SIMD where WebAssembly has it, else TypeScript. */
  readonly implementation?: 'auto' | 'wasm-simd' | 'typescript';
}

const createResampler = (
  implementation: NonNullable<PreprocessorOptions['implementation']>,
  writer: TensorWriter,
): Resampler => {
  const module = implementation === 'typescript' ? null : kernelModule();
  if (module !== null) return createSimdResampler(module, writer);
  if (implementation !== 'wasm-simd') return createReferenceResampler(writer);
  throw new InvalidArgumentError({
    argument: 'options.implementation',
    expected: `'auto' or 'typescript' where WebAssembly SIMD is missing`,
    actual: `'wasm-simd'`,
  });
};

class PicturePreprocessor implements Preprocessor {
  readonly config: PreprocessConfig;
  readonly outputDims: readonly [number, number, number, number];
  readonly implementation: 'wasm-simd' | 'typescript';
  readonly #plans: PlanCache;
  readonly #writer: TensorWriter;
  readonly #length: number;
  #resampler: Resampler | undefined;

  constructor(config: PreprocessConfig, resampler: Resampler, writer: TensorWriter) {
    const { width, height } = outputSize(config);
    const channels = CHANNEL_COUNTS[config.channelOrder];
    this.config = config;
    this.outputDims =
      config.layout === 'nchw' ? [1, channels, height, width] : [1, height, width, channels];
    this.implementation = resampler.implementation;
    this.#length = elementCount(this.outputDims);
    this.#plans = createPlanCache(config);
    this.#writer = writer;
    this.#resampler = resampler;
  }

  run(pixels: PixelBuffer, output: TypedArrayOf<InputDType>, options?: PreprocessOptions): void {
    if (this.#resampler === undefined) throw new ReleasedError({ what: 'preprocessor' });
    this.#checkOutput(output);
    checkPixels(pixels);
    const part = options?.partOf;
    const width = part?.width ?? pixels.width;
    const height = part?.height ?? pixels.height;
    const plan = this.#plans.planFor(pixels, width, height, options?.regionOfInterest);
    if (part !== undefined) checkPart(part, pixels, plan.rectangle);
    this.#writer.begin(output, plan.geometry, plan.planes);
    // A crop that lies wholly in the padding shows nothing of the picture.
    if (plan.columns.starts.length > 0 && plan.rows.starts.length > 0) {
      const x = plan.rectangle.x - (part?.x ?? 0);
      const y = plan.rectangle.y - (part?.y ?? 0);
      this.#resampler.resample(pixels, x, y, plan);
    }
    this.#writer.end();
  }

  release(): void {
    this.#resampler = undefined;
  }

  #checkOutput(output: TypedArrayOf<InputDType>): void {
    const { dtype } = this.config;
    const expected = TYPED_ARRAYS[dtype];
    if (output instanceof expected && output.length >= this.#length) return;
    throw new InvalidArgumentError({
      argument: 'output',
      expected: `a ${expected.name} of at least ${this.#length} elements for ${dtype}`,
      actual: `a ${output.constructor.name} of ${output.length}`,
    });
  }
}

/**
 * Creates what turns pictures into a model's input tensor: orientation, region of interest, antialiased
 * resize, letterbox or centre crop, mirror, then `(pixel * rescaleFactor - mean) / std`.
 *
 * The resized 8-bit picture equals that of Pillow's `Image.resize` bit for bit, and the sizes follow
 * torchvision. YUV becomes RGB as `yuv-to-rgb.ts` defines, and where the source or the model is gray, colour
 * becomes luma (`convert('L')`) before the resize. Padding from the letterbox or a centre crop larger than
 * the picture is normalised like any pixel.
 *
 * @throws InvalidArgumentError naming the field of `config` that is out of range; when the size of the output
 * would depend on the picture; when `wasm-simd` is asked for and missing.
 *
 * @example
 * const preprocessor = createPreprocessor(card.input.preprocess);
 * const values = new Float32Array(elementCount(preprocessor.outputDims));
 * preprocessor.run(frame, values);
 */
export const createPreprocessor = (
  config: PreprocessConfig,
  { implementation = 'auto' }: PreprocessorOptions = {},
): Preprocessor => {
  checkPreprocessConfig(config);
  const writer = createTensorWriter(config);
  return new PicturePreprocessor(config, createResampler(implementation, writer), writer);
};
