/** Brings a probe of this folder to the extension host. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { HostTests } from '../../scripts/editor/stage';
import { root } from '../../scripts/lib/script';

/**
 * @param name of the file and of the function that it exports
 * @param args what the function is called with, as JSON can say it
 */
export async function bundleProbe(name: string, args: readonly unknown[]): Promise<HostTests> {
  const extension = join(root, 'out', 'bench');
  mkdirSync(extension, { recursive: true });
  writeFileSync(
    join(extension, 'package.json'),
    JSON.stringify({ name: 'bench', publisher: 'openstack-contributor', version: '0.0.0', engines: { vscode: '*' } }),
  );
  await build({
    stdin: {
      contents: `
        import { ${name} } from './editor/${name}';
        export const run = async () => {
          await ${name}(${args.map((arg) => JSON.stringify(arg)).join(', ')});
          await new Promise(() => undefined); // the outer side closes the window
        };`,
      resolveDir: join(root, 'bench'),
      loader: 'ts',
    },
    outfile: join(extension, `${name}.js`),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logLevel: 'warning',
  });
  return { extension, module: `${name}.js` };
}
