import { type OrtApi, ProviderUnavailable } from '@ocelli/core/runtime';
import type { GpuDevice, GpuPowerPreference } from './gpu.js';
import type { OrtBuild, OrtFileUrls } from './ort-files.js';

/** onnxruntime-web's module: what all runtimes share, and its settings. */
export interface OrtWeb extends OrtApi {
  readonly env: {
    logLevel: string;
    readonly wasm: { numThreads?: number; wasmPaths?: unknown; proxy?: boolean };
    readonly webgpu: { powerPreference?: GpuPowerPreference; device?: GpuDevice };
  };
}

export interface LoadOrtOptions {
  /** Default: half the processors, at most 4, where the page is cross-origin isolated; else 1. */
  readonly threads?: number;
  readonly powerPreference?: GpuPowerPreference;
}

const canSuspend = (): boolean => 'Suspending' in WebAssembly;

/** The build that has WebGPU and runs in this browser. */
export const webGpuBuild = (): OrtBuild => (canSuspend() ? 'webgpu-jspi' : 'webgpu-asyncify');

/**
 * Loads a build of onnxruntime-web from its files, once per thread and build.
 *
 * @throws ProviderUnavailable when its module cannot be loaded.
 */
export const loadOrt = async (
  { module, glue, wasm }: OrtFileUrls,
  { threads, powerPreference }: LoadOrtOptions,
): Promise<OrtWeb> => {
  let ort: OrtWeb;
  try {
    // By URL at run time: a bundler that follows it would rewrite files that are to stay as they are.
    ort = (await import(/* webpackIgnore: true */ /* @vite-ignore */ module)) as OrtWeb;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ProviderUnavailable(
      `ONNX Runtime cannot be loaded from ${module}: ${reason}. Serve the folder dist/ort of @ocelli/web with it`,
      { cause },
    );
  }
  ort.env.logLevel = 'fatal';
  ort.env.wasm.wasmPaths = { mjs: glue, wasm };
  if (threads !== undefined) ort.env.wasm.numThreads = threads;
  if (powerPreference !== undefined) ort.env.webgpu.powerPreference = powerPreference;
  return ort;
};
