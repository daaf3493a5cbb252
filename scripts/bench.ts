/**
 * Runs the measurements: `npm run bench`, or with words only those whose file contains one of them. A measurement is a
 * file bench/*.bench.ts that exports `bench`. Each runs in a process of its own, so that none warms up another.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { run } from './lib/processes';
import { root, runScript, Stop } from './lib/script';

export interface Bench {
  readonly name: string;
  /** Measures, and gives what a person reads, a line each. */
  run(): Promise<string[]>;
}

runScript(module, async (args) => {
  if (args[0] === '--file' && args[1] !== undefined) {
    await measure(args[1]);
    return;
  }
  const files = readdirSync(join(root, 'bench'))
    .filter((file) => file.endsWith('.bench.ts'))
    .filter((file) => args.length === 0 || args.some((word) => file.includes(word)));
  if (files.length === 0) {
    throw new Stop('There is nothing of that name to measure in bench/.', 2);
  }
  for (const file of files) {
    const node = ['--expose-gc', '--import', 'tsx', __filename, '--file', join(root, 'bench', file)];
    if ((await run(process.execPath, node, { cwd: root })) !== 0) {
      throw new Stop(`${file} could not be measured; what it says is above.`);
    }
  }
});

async function measure(file: string): Promise<void> {
  const { bench } = (await import(pathToFileURL(file).href)) as { bench?: Bench };
  if (bench === undefined) {
    throw new Stop(`${file} exports no \`bench\`.`);
  }
  console.log(`\n${bench.name}`);
  for (const line of await bench.run()) {
    console.log(`  ${line}`);
  }
}
