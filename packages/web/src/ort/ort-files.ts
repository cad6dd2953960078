/*
 * ONNX Runtime comes as three builds: WebAssembly alone, and two with WebGPU, of which one needs
 * JavaScript promise integration (JSPI) and is smaller and faster for it. Their files are copied into
 * `dist/ort` when this package is built, so that nothing is loaded from elsewhere and no bundler has to
 * find them: `new URL('…', import.meta.url)` is what bundlers rewrite and static servers just serve.
 */

/** Builds of ONNX Runtime for the browser. */
export const ORT_BUILDS = ['wasm', 'webgpu-jspi', 'webgpu-asyncify'] as const;

export type OrtBuild = (typeof ORT_BUILDS)[number];

/** Where the three files of a build are, as absolute URLs. */
export interface OrtFileUrls {
  /** ONNX Runtime's JavaScript interface. */
  readonly module: string;
  /** What starts its WebAssembly module, also in the worker of each thread. */
  readonly glue: string;
  readonly wasm: string;
}

/** The files of each build; only those of the build that is used are ever requested. */
export const ortFileUrls = (): Record<OrtBuild, OrtFileUrls> => ({
  wasm: {
    module: new URL('./ort/ort.wasm.min.mjs', import.meta.url).href,
    glue: new URL('./ort/ort-wasm-simd-threaded.mjs', import.meta.url).href,
    wasm: new URL('./ort/ort-wasm-simd-threaded.wasm', import.meta.url).href,
  },
  'webgpu-jspi': {
    module: new URL('./ort/ort.jspi.min.mjs', import.meta.url).href,
    glue: new URL('./ort/ort-wasm-simd-threaded.jspi.mjs', import.meta.url).href,
    wasm: new URL('./ort/ort-wasm-simd-threaded.jspi.wasm', import.meta.url).href,
  },
  'webgpu-asyncify': {
    module: new URL('./ort/ort.webgpu.min.mjs', import.meta.url).href,
    glue: new URL('./ort/ort-wasm-simd-threaded.asyncify.mjs', import.meta.url).href,
    wasm: new URL('./ort/ort-wasm-simd-threaded.asyncify.wasm', import.meta.url).href,
  },
});
