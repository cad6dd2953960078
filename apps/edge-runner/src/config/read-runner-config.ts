import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, resolve } from 'node:path';
import { parseRunnerConfig } from './parse-runner-config.js';
import type { CameraSourceConfig, RunnerConfig, SecretRef, SinkConfig } from './runner-config.js';
import { RunnerFileError } from './runner-file-error.js';

const MISSING = new Set(['ENOENT', 'ENOTDIR']);

const readText = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const { code = 'error' } = cause as NodeJS.ErrnoException;
    const isMissing = MISSING.has(code);
    throw new RunnerFileError({
      place: file,
      reason: isMissing ? 'config-missing' : 'config-unreadable',
      message: isMissing
        ? `There is no configuration ${file}.`
        : `The configuration ${file} cannot be read (${code}).`,
      cause,
    });
  }
};

/** Makes the paths of a configuration absolute: relative ones are taken from the folder of its file. */
const withAbsolutePaths = (config: RunnerConfig, base: string): RunnerConfig => {
  const absolute = (path: string): string => resolve(base, path);
  const secret = <T extends SecretRef | undefined>(ref: T): T =>
    ref !== undefined && 'file' in ref ? { ...ref, file: absolute(ref.file) } : ref;
  /** Ids of packs and of the catalogue have no folder and no ending. */
  const model = (name: string): string =>
    !/^https?:/i.test(name) && !isAbsolute(name) && /[/\\]|\.(json|onnx)$/i.test(name)
      ? absolute(name)
      : name;
  const source = (each: CameraSourceConfig): CameraSourceConfig => {
    if (each.kind === 'video' || each.kind === 'folder')
      return { ...each, path: absolute(each.path) };
    if (each.kind === 'images') return { ...each, paths: each.paths.map(absolute) };
    if (each.kind === 'rtsp' || each.kind === 'mjpeg') {
      return { ...each, ...(each.password && { password: secret(each.password) }) };
    }
    return each;
  };
  const sink = (each: SinkConfig): SinkConfig => {
    if (each.kind === 'file') return { ...each, path: absolute(each.path) };
    if (each.kind === 'webhook')
      return { ...each, ...(each.token && { token: secret(each.token) }) };
    if (each.kind === 'mqtt') {
      return { ...each, ...(each.password && { password: secret(each.password) }) };
    }
    return each;
  };
  const { models, sinks, page } = config;
  return {
    ...config,
    cameras: config.cameras.map((camera) => ({
      ...camera,
      source: source(camera.source),
      model: models?.[camera.model] === undefined ? model(camera.model) : camera.model,
    })),
    ...(models && {
      models: Object.fromEntries(
        Object.entries(models).map(([id, each]) => [id, { ...each, model: model(each.model) }]),
      ),
    }),
    ...(sinks && { sinks: sinks.map(sink) }),
    ...(page && page.token && { page: { ...page, token: secret(page.token) } }),
  };
};

/**
 * Reads a configuration file, YAML or JSON. Relative paths in it are taken from its folder.
 *
 * @throws RunnerFileError when it cannot be read, RunnerConfigError with lines and columns when it is wrong.
 */
export const readRunnerConfig = async (file: string): Promise<RunnerConfig> =>
  withAbsolutePaths(parseRunnerConfig(await readText(file), file), dirname(resolve(file)));
