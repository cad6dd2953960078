import type { ExecutionProviderConfig } from '@ocelli/core';

/** The execution providers of onnxruntime-node, each with the options that it takes. */
export interface NodeProviderOptions {
  /** NVIDIA TensorRT; builds its engine at load, which can take minutes. Never tried unasked. */
  tensorrt: { readonly deviceId?: number };
  /** NVIDIA CUDA; its libraries are not part of the npm package. */
  cuda: { readonly deviceId?: number };
  /** DirectML, Windows. */
  dml: { readonly deviceId?: number };
  /** Apple CoreML. */
  coreml: {
    /** Bits of `COREMLFlags` in ONNX Runtime's coreml_provider_factory.h. */
    readonly coreMlFlags?: number;
  };
  /** WebGPU through Dawn: Vulkan, Metal or Direct3D 12. */
  webgpu: {
    /** Default `NCHW`. */
    readonly preferredLayout?: 'NCHW' | 'NHWC';
    /** Nodes that are kept on the CPU. */
    readonly forceCpuNodeNames?: readonly string[];
    /** Default `basic`. */
    readonly validationMode?: 'disabled' | 'wgpuOnly' | 'basic' | 'full';
    /** Default `bucket`; `simple` needs less memory where every shape is fixed. */
    readonly storageBufferCacheMode?: 'disabled' | 'lazyRelease' | 'simple' | 'bucket';
  };
  cpu: Readonly<Record<never, never>>;
}

export type NodeExecutionProvider = keyof NodeProviderOptions;

/** A provider of onnxruntime-node, by name or by name with its options. */
export type NodeProviderConfig = ExecutionProviderConfig<NodeProviderOptions>;

/** By what name ONNX Runtime's profile calls each provider. */
export const PROFILE_NAMES: { readonly [P in NodeExecutionProvider]: string } = {
  tensorrt: 'TensorrtExecutionProvider',
  cuda: 'CUDAExecutionProvider',
  dml: 'DmlExecutionProvider',
  coreml: 'CoreMLExecutionProvider',
  webgpu: 'WebGpuExecutionProvider',
  cpu: 'CPUExecutionProvider',
};

/** Every provider that can be asked for by name. */
export const NODE_EXECUTION_PROVIDERS = Object.keys(
  PROFILE_NAMES,
) as readonly NodeExecutionProvider[];

/**
 * What is tried when nothing is asked for, by platform and architecture as `process` names them; `cpu`
 * alone elsewhere. `webgpu` is not among them on Linux, where Vulkan is often a software driver: it
 * would be selected, be right, and be many times slower than `cpu`.
 */
const DEFAULT_ORDER: Readonly<Record<string, readonly NodeExecutionProvider[]>> = {
  'darwin-arm64': ['coreml', 'webgpu', 'cpu'],
  'linux-x64': ['cuda', 'cpu'],
  'win32-arm64': ['dml', 'webgpu', 'cpu'],
  'win32-x64': ['dml', 'webgpu', 'cpu'],
};

/** The providers that are tried unasked on this machine, best first, `cpu` last. */
export const defaultExecutionProviders = (
  platform: string,
  architecture: string,
): readonly NodeExecutionProvider[] => DEFAULT_ORDER[`${platform}-${architecture}`] ?? ['cpu'];
