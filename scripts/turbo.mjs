// Runs turbo tasks over all packages, quiet unless they fail, and without turbo's telemetry: setting the
// project up contacts the npm registry and nothing else.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

const turbo = createRequire(import.meta.url).resolve('turbo/bin/turbo');
const { status } = spawnSync(
  process.execPath,
  [turbo, 'run', ...process.argv.slice(2), '--output-logs=errors-only', '--log-prefix=none'],
  { stdio: 'inherit', env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' } },
);
process.exitCode = status ?? 1;
