import { runProcess } from '../../../src/base/process';
import type { Run } from '../../../src/style/tools/run';

/** Runs a tool of the style checks as the editor does: with the variables of this process, and no bytecode. */
export const ownRun: Run = (file, args, options) =>
  runProcess(file, args, { ...options, env: { ...process.env, ...options.env, PYTHONDONTWRITEBYTECODE: '1' } });
