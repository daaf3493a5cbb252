/** What every script here shares: where the project is, and how a script starts and ends. */
import { resolve } from 'node:path';
import { messageOf } from '../../src/base/errors';

/** The project's top folder, absolute. */
export const root = resolve(__dirname, '../..');

/** Ends the script with a sentence for a person and an exit code of its own, without a stack trace. */
export class Stop extends Error {
  override readonly name = 'Stop';

  constructor(
    message: string,
    readonly exitCode = 1,
  ) {
    super(message);
  }
}

/**
 * Runs `main` when `script` is the file that was started, not when it is imported, and ends the process with the number
 * that `main` gives. Whatever is still running then is ended too (see cleanup.ts).
 */
export function runScript(script: NodeJS.Module, main: (args: string[]) => Promise<number | void> | void): void {
  if (require.main !== script) {
    return;
  }
  Promise.resolve(process.argv.slice(2))
    .then(main)
    .then(
      (exitCode) => process.exit(exitCode ?? 0),
      (error: unknown) => {
        const planned = error instanceof Stop;
        console.error(planned ? error.message : error instanceof Error ? error.stack : messageOf(error));
        process.exit(planned ? error.exitCode : 1);
      },
    );
}
