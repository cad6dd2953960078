import { describe, expect, it } from 'vitest';
import { DEFAULT_RUNNER_CONFIG } from './default-runner-config.js';
import { checkedRunnerConfig, parseRunnerConfig } from './parse-runner-config.js';
import { RunnerConfigError } from './runner-config-error.js';

const VALID = `cameras:
  - id: gate
    source: { kind: rtsp, url: rtsp://192.168.0.10/sub }
    model: traffic-sign
`;

const issuesOf = (text: string) => {
  try {
    parseRunnerConfig(text, 'cameras.yaml');
  } catch (error) {
    if (RunnerConfigError.isInstance(error)) return error.issues;
    throw error;
  }
  return [];
};

describe('parseRunnerConfig', () => {
  it('should read YAML and the same as JSON', () => {
    const config = parseRunnerConfig(VALID, 'cameras.yaml');
    expect(config.cameras[0]?.id).toBe('gate');
    expect(parseRunnerConfig(JSON.stringify(config), 'cameras.json')).toEqual(config);
  });

  it.each([
    ['a syntax error', 'cameras:\n  - id: [gate\n', 3, /no YAML/],
    ['a tab', 'cameras:\n\t- id: gate\n', 2, /no YAML/],
    ['an unknown field', VALID.replace('model:', 'modle:'), 4, /modle is not a field.*model/],
    ['a missing field', VALID.replace(/ +model.*\n/, ''), 2, /cameras\[0\]\.model is missing/],
    ['a wrong type', `${VALID}drainMs: soon\n`, 5, /drainMs must be a number, but it is "soon"/],
    ['a source of no kind', VALID.replace('rtsp,', 'webcam,'), 3, /simulated.*rtsp.*"webcam"/],
    ['an address that is none', VALID.replace('rtsp://', 'ftp://'), 3, /rtsp:\/\/.*ftp:/],
    ['an id with spaces', VALID.replace('gate', 'the gate'), 2, /small letters/],
    ['an empty list', 'cameras: []\n', 1, /at least one camera/],
    ['nothing', '', 1, /an object/],
  ])('should name line and expected value for %s', (_, text, line, message) => {
    const issues = issuesOf(text);
    const found = issues.find((issue) => message.test(issue.message));
    expect(found?.line, JSON.stringify(issues)).toBe(line);
    expect(found?.column).toBeGreaterThanOrEqual(1);
  });

  it('should place an unknown field in a list of alternatives by its column', () => {
    const text = VALID.replace('url:', 'adress:');
    const issue = issuesOf(text).find(({ path }) => path.endsWith('adress'));
    expect(issue).toMatchObject({ line: 3, column: 27 });
    expect(issue?.expected).toMatch(/kind, url, transport, username, password/);
  });

  it('should check rules that span fields', () => {
    const twice = `${VALID}${VALID.replace('cameras:\n', '')}`;
    expect(issuesOf(twice)[0]).toMatchObject({
      path: 'cameras[1].id',
      line: 5,
      expected: 'used once',
    });
    expect(issuesOf(`${VALID}page: { host: 0.0.0.0 }\n`)[0]?.message).toMatch(/token/);
    expect(issuesOf(`${VALID}page: { host: 0.0.0.0, token: { env: T } }\n`)).toEqual([]);
    const region = `${VALID}    region: { x: 0.5, y: 0, width: 0.6, height: 1 }\n`;
    expect(issuesOf(region)[0]?.path).toBe('cameras[0].region.width');
    const events = `${VALID}    events: { enterThreshold: 0.5, leaveThreshold: 0.6 }\n`;
    expect(issuesOf(events)[0]?.message).toMatch(/at most enterThreshold, 0.5/);
  });

  it('should never show what stands in an address or in place of a secret', () => {
    const text = VALID.replace('rtsp://192', 'ftp://user:hunter2@192');
    const sink = `${VALID}sinks: [{ kind: mqtt, url: mqtt://broker, password: hunter2 }]\n`;
    for (const each of [text, sink]) {
      const issues = issuesOf(each);
      expect(issues.length).toBeGreaterThan(0);
      expect(JSON.stringify(issues)).not.toContain('hunter2');
    }
  });

  it('should accept the configuration that is built in', () => {
    expect(checkedRunnerConfig(DEFAULT_RUNNER_CONFIG)).toBe(DEFAULT_RUNNER_CONFIG);
  });
});
