import { KERNEL_MODULE } from './kernel-module.generated.js';

/** The functions of assembly/preprocess-kernel.ts. All arguments are addresses, bytes or counts. */
export interface KernelExports {
  readonly planesFromRgba: PlanesFromPacked;
  readonly planesFromRgb: PlanesFromPacked;
  planesFromYuv(
    luma: number,
    lumaStride: number,
    chroma: number,
    chromaStride: number,
    second: number,
    secondStride: number,
    rows: number,
    phase: number,
    lines: number,
    lineStride: number,
    width: number,
    factors: number,
  ): void;
  grayFromPlanes(
    planes: number,
    rows: number,
    lines: number,
    lineStride: number,
    width: number,
  ): void;
  readonly lookUp1: LookUp;
  readonly lookUp2: LookUp;
  readonly lookUp4: LookUp;
  readonly resampleNearby: ResampleLines;
  readonly resampleDistant: ResampleLines;
  resampleRows(
    input: number,
    firstRow: number,
    rowBytes: number,
    output: number,
    outputRows: number,
    maxSteps: number,
    records: number,
  ): void;
}

type PlanesFromPacked = (
  source: number,
  sourceStride: number,
  rows: number,
  lines: number,
  lineStride: number,
  width: number,
) => void;

type ResampleLines = (
  lines: number,
  lineStride: number,
  lineCount: number,
  output: number,
  outputStride: number,
  groups: number,
  steps: number,
  records: number,
) => void;

/** Tensor values of rows of levels, `step` values apart. */
export type LookUp = (
  levels: number,
  levelStride: number,
  rows: number,
  columns: number,
  table: number,
  output: number,
  step: number,
) => void;

let compiled: WebAssembly.Module | null | undefined;

const compile = (): WebAssembly.Module | null => {
  if (typeof WebAssembly === 'undefined') return null;
  const bytes = Uint8Array.from(atob(KERNEL_MODULE), (character) => character.charCodeAt(0));
  return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : null;
};

/**
 * The compiled kernel, shared by all preprocessors; null where WebAssembly or its SIMD instructions are
 * missing.
 */
export const kernelModule = (): WebAssembly.Module | null => (compiled ??= compile());

/** A kernel with memory of its own. */
export const createKernel = (
  module: WebAssembly.Module,
): { kernel: KernelExports; memory: WebAssembly.Memory } => {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { kernel: exports as unknown as KernelExports, memory };
};
