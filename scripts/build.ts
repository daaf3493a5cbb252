/**
 * Bundles the extension: `npm run build`, `npm run watch` (F5), and through `build()` the package and the tests.
 * Everything that Node runs is one file of its own in dist/: the extension, and each worker that it starts.
 */
import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { context, build as bundle, type BuildOptions } from 'esbuild';
import { root, runScript, Stop } from './lib/script';

export interface BuildChoices {
  /** For the package: smaller, and without source maps. */
  readonly minify?: boolean;
}

const dist = join(root, 'dist');

/** Makes dist/extension.js, and dist/<name>.worker.js for each <name>.worker.ts under src/. */
export async function build(choices: BuildChoices = {}): Promise<void> {
  rmSync(dist, { recursive: true, force: true });
  try {
    await bundle(options(choices));
  } catch {
    throw new Stop('The build failed; esbuild says above where.');
  }
}

async function watch(): Promise<never> {
  rmSync(dist, { recursive: true, force: true });
  const watcher = await context({ ...options({}), logLevel: 'info' });
  await watcher.watch();
  return new Promise(() => undefined);
}

function options({ minify = false }: BuildChoices): BuildOptions {
  return {
    absWorkingDir: root,
    entryPoints: entryPoints(),
    outdir: dist,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    // VS Code 1.100, the oldest that package.json allows, runs extensions on Node 20.
    target: 'node20',
    // `module` first: the ES builds of libraries can be shaken, their CommonJS builds cannot.
    mainFields: ['module', 'main'],
    external: ['vscode'],
    minify,
    // Stack traces in the log keep the names of our functions and classes.
    keepNames: minify,
    sourcemap: minify ? false : 'linked',
    legalComments: 'none',
    logLevel: 'warning',
  };
}

/** The extension and its workers. A worker is found at run time by its bare name, so that name must be unique. */
function entryPoints(): { in: string; out: string }[] {
  const workers = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.worker.ts'))
    .map((file) => join('src', file))
    .sort();
  const entries = ['src/extension.ts', ...workers].map((file) => ({ in: file, out: basename(file, '.ts') }));
  const names = entries.map((entry) => entry.out);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new Stop(`Two workers are named ${twice}.ts: both would become dist/${twice}.js.`);
  }
  return entries;
}

runScript(module, async (args) => {
  await (args.includes('--watch') ? watch() : build({ minify: args.includes('--minify') }));
});
