/**
 * Bundles the extension: `npm run build`, `npm run watch` (F5), and through `build()` the package and the tests.
 * In dist/ are the extension, and each worker that it starts. For the package, what the extension loads later
 * (`await import()`) is in files of its own beside it: reading and compiling all at once held every start of VS Code up.
 */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BuildOptions, build as bundle, context, type Metafile } from 'esbuild';
import { inPieces } from './lib/inPieces';
import { removeFolder } from './lib/removeFolder';
import { root, runScript, Stop } from './lib/script';
import { vscodeModule } from './lib/vscodeModule';

export interface BuildChoices {
  /** For the package: smaller, in pieces, and without source maps. */
  readonly minify?: boolean;
}

const dist = join(root, 'dist');

/**
 * Makes dist/extension.js, and dist/<name>.worker.js for each <name>.worker.ts under src/.
 * @returns what each file is made of
 */
export async function build(choices: BuildChoices = {}): Promise<Metafile[]> {
  removeFolder(dist);
  try {
    const inWorkers = await bundle({ ...options(choices), entryPoints: workers(), metafile: true });
    const extension = { ...options(choices), entryPoints: EXTENSION, metafile: true } as const;
    const inExtension = await bundle({ ...extension, ...(choices.minify ? inPieces : {}) });
    return [inWorkers.metafile, inExtension.metafile];
  } catch {
    throw new Stop('The build failed; esbuild says above where.');
  }
}

async function watch(): Promise<never> {
  removeFolder(dist);
  const watcher = await context({ ...options({}), entryPoints: [...EXTENSION, ...workers()], logLevel: 'info' });
  await watcher.watch();
  return new Promise(() => undefined);
}

function options({ minify = false }: BuildChoices): BuildOptions {
  return {
    absWorkingDir: root,
    outdir: dist,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    // VS Code 1.100, the oldest that package.json allows, runs extensions on Node 20.
    target: 'node20',
    // `module` first: the ES builds of libraries can be shaken, their CommonJS builds cannot.
    mainFields: ['module', 'main'],
    plugins: [vscodeModule],
    minify,
    // Stack traces in the log keep the names of our functions and classes.
    keepNames: minify,
    sourcemap: minify ? false : 'linked',
    legalComments: 'none',
    logLevel: 'warning',
    logOverride: { 'import-is-undefined': 'error' },
  };
}

const EXTENSION = [{ in: 'src/extension.ts', out: 'extension' }];

/** A worker is found at run time by its bare name, so that name must be unique. */
function workers(): { in: string; out: string }[] {
  const entries = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.worker.ts'))
    .sort()
    .map((file) => ({ in: join('src', file), out: basename(file, '.ts') }));
  const names = entries.map((entry) => entry.out);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    throw new Stop(`Two workers are named ${twice}.ts: both would become dist/${twice}.js.`);
  }
  return entries;
}

runScript(module, async (args) => {
  if (args.includes('--watch')) await watch();
  await build({ minify: args.includes('--minify') });
});
