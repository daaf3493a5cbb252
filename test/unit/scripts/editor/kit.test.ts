/** The maker of the editor, in a copy of the scripts with an .editor/ of its own: the real one is never touched. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { after, afterEach, before, describe, it } from 'mocha';
import { removeFolder } from '../../../../scripts/lib/removeFolder';

const ROOT = resolve(__dirname, '../../../..');

describe('making the editor', function () {
  this.timeout(60_000);
  let copy: string;
  const running = new Set<ChildProcess>();

  before(() => {
    copy = realpathSync(mkdtempSync(join(tmpdir(), 'kit-')));
    for (const part of ['scripts', 'src/base', 'package.json', 'tsconfig.json']) {
      cpSync(join(ROOT, part), join(copy, part), { recursive: true });
    }
    symlinkSync(realpathSync(join(ROOT, 'node_modules')), join(copy, 'node_modules'));
    // A recipe of two steps: the first goes on until the file `go` is there.
    writeFileSync(
      join(copy, 'scripts/make.ts'),
      `import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { madeOnce } from './editor/once';
import { root, runScript } from './lib/script';
runScript(module, async ([ingredient = 'a']) => {
  const first = async (folder: string): Promise<void> => {
    appendFileSync(join(root, 'made'), 'x');
    writeFileSync(join(folder, 'first'), '');
    while (!existsSync(join(root, 'go'))) await sleep(20);
  };
  const second = async (folder: string): Promise<void> => writeFileSync(join(folder, 'second'), ingredient);
  const steps = [{ title: 'one', seconds: 1, work: first }, { title: 'two', seconds: 1, work: second }];
  await madeOnce({ name: 'thing', title: 'a thing', ingredients: [ingredient], steps });
});
`,
    );
  });
  afterEach(() => {
    running.forEach((child) => child.kill('SIGKILL'));
    for (const made of ['.editor', 'made', 'go']) removeFolder(join(copy, made));
  });
  after(() => removeFolder(copy));

  const at = (...names: string[]): string => join(copy, ...names);
  const timesMade = (): number => (existsSync(at('made')) ? readFileSync(at('made'), 'utf8').length : 0);

  function script(name: string, args: string[] = [], env: NodeJS.ProcessEnv = {}, node: string[] = []): Run {
    const child = spawn(process.execPath, [...node, '--import', 'tsx', at('scripts', name), ...args], {
      cwd: copy,
      env: { ...process.env, ...env },
    });
    running.add(child);
    let said = '';
    child.stdout.on('data', (bytes: Buffer) => (said += bytes.toString()));
    child.stderr.on('data', (bytes: Buffer) => (said += bytes.toString()));
    const ended = new Promise<number | null>((resolve_) => {
      child.once('close', (code) => {
        running.delete(child);
        resolve_(code);
      });
    });
    return { child, ended, said: () => said };
  }

  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise((resolve_) => setTimeout(resolve_, 20));
  }

  it('the editor is made by one of two, and the other waits', async () => {
    const one = script('make.ts');
    await until(() => timesMade() === 1);
    const other = script('make.ts');
    await until(() => other.said().includes(`Process ${one.child.pid} is making a thing; waiting for it.`));
    writeFileSync(at('go'), '');
    assert.deepEqual([await one.ended, await other.ended], [0, 0]);
    assert.equal(timesMade(), 1);
    assert.deepEqual(readdirSync(at('.editor')), ['thing']);
  });

  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    it(`making the editor begins again after ${signal} in the middle`, async () => {
      const interrupted = script('make.ts');
      await until(() => timesMade() === 1);
      interrupted.child.kill(signal);
      await interrupted.ended;
      assert.ok(!existsSync(at('.editor/thing')));
      writeFileSync(at('go'), '');
      assert.equal(await script('make.ts').ended, 0);
      assert.equal(timesMade(), 2);
      assert.deepEqual(readdirSync(at('.editor')), ['thing']);
    });
  }

  it('the editor is made again for other ingredients, and not for the same', async () => {
    writeFileSync(at('go'), '');
    for (const ingredient of ['a', 'a', 'b']) assert.equal(await script('make.ts', [ingredient]).ended, 0);
    assert.equal(timesMade(), 2);
    assert.equal(readFileSync(at('.editor/thing/second'), 'utf8'), 'b');
  });

  it('making the editor without a compiler explains what to do', async () => {
    writeFileSync(at('scripts/kit.ts'), KIT);
    const { ended, said } = script('kit.ts', [], {
      PATH: dirname(process.execPath) === '/usr/bin' ? '/nowhere' : dirname(process.execPath),
    });
    assert.equal(await ended, 4);
    assert.match(said(), /this machine has no make, no g\+\+, no python3.*sudo apt install build-essential python3/s);
    assert.deepEqual(
      readdirSync(at('.editor')).filter((name) => name !== 'newest.unfinished'),
      [],
    );
  });

  it('making the editor without a recipe explains what to do', async () => {
    writeFileSync(at('scripts/kit.ts'), KIT);
    const elsewhere = "data:text/javascript,Object.defineProperty(process,'arch',{value:'riscv64'})";
    const { ended, said } = script('kit.ts', [], {}, ['--import', 'tsx', '--import', elsewhere]);
    assert.equal(await ended, 3);
    assert.match(said(), /There is no recipe for an editor on linux riscv64.*npm start -- --desktop/s);
    assert.ok(!existsSync(at('.editor')));
  });
});

const KIT = `import { editorKit } from './editor/kit';
import { runScript } from './lib/script';
runScript(module, async () => void (await editorKit('newest')));
`;

interface Run {
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  /** All it has printed until now. */
  readonly said: () => string;
}
