/* The part of WebGPU that is used here: TypeScript's DOM types do not have it. */

export interface GpuDevice {
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
}

export interface GpuAdapter {
  readonly info?: { readonly isFallbackAdapter?: boolean; readonly description?: string };
  readonly isFallbackAdapter?: boolean;
}

export type GpuPowerPreference = 'low-power' | 'high-performance';

export interface Gpu {
  requestAdapter(options: {
    readonly powerPreference?: GpuPowerPreference;
  }): Promise<GpuAdapter | null>;
}

/** `navigator.gpu` of a page or a worker, where there is one. */
export const gpuOf = (navigator: object): Gpu | undefined => (navigator as { gpu?: Gpu }).gpu;

/** Whether the adapter computes on the CPU, as SwiftShader does. */
export const isSoftwareAdapter = ({ info, isFallbackAdapter }: GpuAdapter): boolean =>
  info?.isFallbackAdapter ?? isFallbackAdapter ?? false;
