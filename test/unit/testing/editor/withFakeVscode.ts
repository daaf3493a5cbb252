import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Loads a file, given from the root of the project, with `fakeVscode.ts` or another fake in place of the editor. */
export async function withFakeVscode<T>(
  file: string,
  folder: string,
  fake = join(__dirname, 'fakeVscode.ts'),
): Promise<T> {
  const root = join(__dirname, '../../../..');
  const outfile = join(folder, 'bundle.cjs');
  const alias = { vscode: fake };
  await build({ entryPoints: [join(root, file)], outfile, bundle: true, platform: 'node', format: 'cjs', alias });
  return createRequire(__filename)(outfile) as T;
}
