import { runCommandLine } from './run-command-line.js';

// What a command waits for need not keep the process alive by itself: idle workers do not.
const keepAlive = setInterval(() => undefined, 2 ** 30);
try {
  process.exitCode = await runCommandLine(process.argv.slice(2), process);
} finally {
  clearInterval(keepAlive);
}
