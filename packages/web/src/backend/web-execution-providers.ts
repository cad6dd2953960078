import type { ExecutionProviderConfig } from '@ocelli/core';
import type { GpuPowerPreference } from '../ort/gpu.js';

/** The execution providers of onnxruntime-web, each with the options that it takes. */
export interface WebProviderOptions {
  /** WebGPU, in a worker; tried unasked only where the adapter is a real GPU. */
  webgpu: {
    readonly powerPreference?: GpuPowerPreference;
    /** Default `NCHW`. */
    readonly preferredLayout?: 'NCHW' | 'NHWC';
    /** Nodes that are kept on the CPU. */
    readonly forceCpuNodeNames?: readonly string[];
    /** Default `basic`. */
    readonly validationMode?: 'disabled' | 'wgpuOnly' | 'basic' | 'full';
    /** Default `bucket`; `simple` needs less memory where every shape is fixed. */
    readonly storageBufferCacheMode?: 'disabled' | 'lazyRelease' | 'simple' | 'bucket';
    /** Take an adapter that computes on the CPU. Default: when `webgpu` was asked for by name. */
    readonly allowSoftwareAdapter?: boolean;
  };
  /** WebAssembly with SIMD; with threads where the page is cross-origin isolated. */
  wasm: Readonly<Record<never, never>>;
}

export type WebExecutionProvider = keyof WebProviderOptions;

/** A provider of onnxruntime-web, by name or by name with its options. */
export type WebProviderConfig = ExecutionProviderConfig<WebProviderOptions>;

/** Every provider, in the order in which they are tried unasked. */
export const WEB_EXECUTION_PROVIDERS = [
  'webgpu',
  'wasm',
] as const satisfies readonly WebExecutionProvider[];

/** A software adapter would be selected, be right, and be many times slower than `wasm`. */
export const DEFAULT_PROVIDERS: readonly WebProviderConfig[] = [
  { name: 'webgpu', allowSoftwareAdapter: false },
  'wasm',
];
