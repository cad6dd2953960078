import { WEB_EXECUTION_PROVIDERS, type WebExecutionProvider } from '@ocelli/web';
import type { PageState } from '../app/page-state.js';

export const PROVIDER_NAMES: { readonly [P in WebExecutionProvider]: string } = {
  webgpu: 'WebGPU',
  wasm: 'WebAssembly',
};

/** Where the model runs; undefined before it does. */
export const providerInUse = ({ model }: PageState): WebExecutionProvider | undefined =>
  WEB_EXECUTION_PROVIDERS.find(
    (each) => model.kind === 'ready' && each === model.executionProvider,
  );
