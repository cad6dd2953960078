import { Ajv2020 } from 'ajv/dist/2020.js';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import published from '../../schema/runner-config.json' with { type: 'json' };
import { DEFAULT_RUNNER_CONFIG } from './default-runner-config.js';
import { parseRunnerConfig } from './parse-runner-config.js';
import { runnerConfigJsonSchema } from './testing/runner-config-json-schema.js';

describe('schema/runner-config.json', () => {
  // `npm run schema -w @ocelli/edge-runner` writes the file anew; this fails when it is out of date.
  it('should be what the run-time schema gives', async () => {
    const options = { parser: 'json', printWidth: 100 };
    const text = await format(JSON.stringify(runnerConfigJsonSchema()), options);
    await expect(text).toMatchFileSnapshot('../../schema/runner-config.json');
  });

  it('should accept and refuse what the run-time schema does', () => {
    const validate = new Ajv2020({ strict: false }).compile(published);
    expect(validate(DEFAULT_RUNNER_CONFIG), JSON.stringify(validate.errors)).toBe(true);
    const [camera] = DEFAULT_RUNNER_CONFIG.cameras;
    for (const wrong of [
      { cameras: [] },
      { cameras: [{ ...camera, modle: 'x' }] },
      { cameras: [{ ...camera, source: { kind: 'webcam' } }] },
      { cameras: [camera], page: { port: 70_000 } },
      { cameras: [camera], sinks: [{ kind: 'mqtt', url: 'http://x' }] },
    ]) {
      expect(() => parseRunnerConfig(JSON.stringify(wrong), 'x')).toThrow();
      expect(validate(wrong), JSON.stringify(wrong)).toBe(false);
    }
  });
});
