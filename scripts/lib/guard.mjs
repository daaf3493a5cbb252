// node guard.mjs FILE ARGS...
// Runs FILE without input, and ends it with all that it started as soon as whoever started this is gone: the pipe on
// stdin closes then, even after a SIGKILL. This process leads the group, so one signal reaches everyone in it.
import { spawn } from 'node:child_process';

const [file, ...args] = process.argv.slice(2);
const child = spawn(file, args, { stdio: ['ignore', 'inherit', 'inherit'] });
child.once('error', (error) => {
  console.error(error.message);
  process.exit(127);
});
child.once('exit', (code) => process.exit(code ?? 1));

// FILE gets the signal too and ends in its own way; its exit ends this.
process.on('SIGTERM', () => undefined);
process.stdin.resume();
process.stdin.once('close', () => process.kill(-process.pid, 'SIGKILL'));
