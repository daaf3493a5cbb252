import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Loads a source file of the extension, given from its root, with `fakeVscode.ts` in place of the editor. */
export async function withFakeVscode<T>(file: string, folder: string): Promise<T> {
  const root = join(__dirname, '../../../..');
  const outfile = join(folder, 'bundle.cjs');
  const alias = { vscode: join(__dirname, 'fakeVscode.ts') };
  await build({ entryPoints: [join(root, file)], outfile, bundle: true, platform: 'node', format: 'cjs', alias });
  return createRequire(__filename)(outfile) as T;
}
