/**
 * Makes the VSIX and checks what is in it: `npm run package`. The files it must hold, and the libraries in its bundle,
 * are listed in package-contents.txt beside this script, so that nothing gets in, or falls out, unnoticed.
 * `npm run package -- --weights` also prints what each library weighs.
 */
import { cpSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createVSIX } from '@vscode/vsce';
import yauzl from 'yauzl';
import { build } from './build';
import { libraryBytes } from './lib/libraries';
import { removeFolder } from './lib/removeFolder';
import { root, runScript, Stop } from './lib/script';

/** A bundle, its workers and some pictures: what a person downloads in a blink. */
const MAX_BYTES = 600 * 1024;
/** What .vscodeignore chooses from. */
const SOURCES = [
  'package.json',
  '.vscodeignore',
  'README.md',
  'CHANGELOG.md',
  'LICENSE',
  'dist',
  'schemas',
  'media',
  'python',
  'syntaxes',
];
const CONTENTS = join(root, 'scripts', 'package-contents.txt');

/** Builds the extension and makes out/<name>-<version>.vsix. Gives its absolute path. */
export async function packageExtension(): Promise<string> {
  return (await makePackage()).vsix;
}

/** Gives also what is bundled, as `libraryBytes` counts it. */
async function makePackage(): Promise<{ vsix: string; libraries: ReadonlyMap<string, number> }> {
  const libraries = libraryBytes(await build({ minify: true }));
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, string>;
  // vsce looks at each file of the folder before it leaves one out, and ours holds editors and environments.
  const folder = join(root, 'out', 'package');
  removeFolder(folder);
  mkdirSync(folder, { recursive: true });
  for (const source of SOURCES) cpSync(join(root, source), join(folder, source), { recursive: true });
  const vsix = join(root, 'out', `${name}-${version}.vsix`);
  // The bundle holds the dependencies. Pictures of the README are shown from where it is read.
  await createVSIX({
    cwd: folder,
    packagePath: vsix,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  return { vsix, libraries };
}

/** What is wrong with a package that holds `actual` files and has this size; empty when all is well. */
export function faults(actual: readonly string[], expected: readonly string[], bytes: number): string[] {
  const found = new Set(actual);
  const wanted = new Set(expected);
  return [
    ...actual.filter((file) => !wanted.has(file)).map((file) => `${file} is in the package and not in the list`),
    ...expected.filter((file) => !found.has(file)).map((file) => `${file} is in the list and not in the package`),
    ...(bytes > MAX_BYTES ? [`the package has ${bytes} bytes, more than ${MAX_BYTES}`] : []),
  ];
}

/** The list names the pieces of the extension once: how many there are, and of which name, is the bundler's. */
export function nameless(files: readonly string[]): string[] {
  return [...new Set(files.map((file) => file.replace(/\/piece-[0-9A-Z]{8}\.js$/, '/piece-*.js')))];
}

/** Names of the files in a zip archive, sorted. */
async function filesIn(archive: string): Promise<string[]> {
  const zip = await yauzl.openPromise(archive, { lazyEntries: true });
  const names: string[] = [];
  for await (const entry of zip.eachEntry()) {
    names.push(entry.fileName);
  }
  return names.sort();
}

runScript(module, async (args) => {
  const { vsix, libraries } = await makePackage();
  const bytes = statSync(vsix).size;
  const expected = readFileSync(CONTENTS, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  const bundled = [...libraries.keys()].map((name) => `node_modules/${name}`);
  const files = nameless(await filesIn(vsix));
  const wrong = faults([...files, ...bundled], expected, bytes);
  if (wrong.length > 0) {
    throw new Stop(`${relative(root, vsix)} is not as ${relative(root, CONTENTS)} says:\n  ${wrong.join('\n  ')}`);
  }
  if (args.includes('--weights')) {
    for (const [name, weight] of libraries) console.log(`${(weight / 1024).toFixed(1).padStart(6)} KB  ${name}`);
  }
  console.log(`${relative(root, vsix)}: ${files.length} files, ${Math.ceil(bytes / 1024)} KB`);
});
