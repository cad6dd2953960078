import type * as v from 'valibot';
import type { runnerConfigSchema } from './runner-config-schema.js';

type Deep<T> = T extends (infer I)[]
  ? readonly Deep<I>[]
  : T extends object
    ? { readonly [K in keyof T]: Deep<T[K]> }
    : T;

/** What a runner does, as the configuration file says it; paths are absolute once it was read. */
export type RunnerConfig = Deep<v.InferOutput<typeof runnerConfigSchema>>;
export type RunnerCameraConfig = RunnerConfig['cameras'][number];
export type CameraSourceConfig = RunnerCameraConfig['source'];
export type RunnerModelConfig = NonNullable<RunnerConfig['models']>[string];
export type SinkConfig = NonNullable<RunnerConfig['sinks']>[number];
export type PageConfig = Exclude<NonNullable<RunnerConfig['page']>, false>;

/** Where a secret is; it is read when it is needed. */
export type SecretRef = { readonly env: string } | { readonly file: string };

export const DEFAULT_PAGE_HOST = '127.0.0.1';
export const DEFAULT_PAGE_PORT = 4912;
export const DEFAULT_DRAIN_MS = 10_000;
