import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { readCoverEnvironment } from '../../src/coverage/coverEnvironment';
import { diskFiles } from '../../src/project/files';
import { readTox } from '../../src/project/tox/readTox';
import { copyOfSample, project, tools } from './lab';
import { run } from './lib/run';

interface ToxAnswer {
  readonly env: {
    readonly cover: { readonly commands: string[]; readonly change_dir: string; readonly env_dir: string };
  };
}

/** What tox itself makes of a cover environment; its commands as words, however it quotes them. */
async function askTox(root: string): Promise<{ commands: string[][]; folder: string; environmentFolder: string }> {
  const bin = await tools();
  const args = ['config', '-e', 'cover', '-k', 'commands', 'change_dir', 'env_dir', '--format', 'json'];
  const { cover } = (JSON.parse(await run(join(bin, 'tox'), args, { cwd: root })) as ToxAnswer).env;
  const split = 'import json, shlex, sys; print(json.dumps([shlex.split(line) for line in json.loads(sys.argv[1])]))';
  const commands = await run(join(bin, 'python'), ['-c', split, JSON.stringify(cover.commands)]);
  return { commands: JSON.parse(commands) as string[][], folder: cover.change_dir, environmentFolder: cover.env_dir };
}

async function weRead(root: string): Promise<object> {
  const cover = (await readTox(root, diskFiles))?.environment('cover');
  assert.ok(cover);
  const { folder, environmentFolder } = cover;
  return { commands: cover.commands.map(({ args }) => args), folder, environmentFolder };
}

describe('cover environment as tox reads it', () => {
  it('of the sample', async () => {
    const root = await copyOfSample();
    assert.deepEqual(await weRead(root), await askTox(root));
  });

  for (const [name, version] of [
    ['oslo.serialization', '5.11.0'],
    ['oslo.config', '10.7.0'],
    ['magnum', '23.0.0'],
  ] as const) {
    it(`of ${name}`, async () => {
      const root = await project(name, version);
      assert.deepEqual(await weRead(root), await askTox(root));
    });
  }

  it('is not run where it checks out another commit', async () => {
    const cover = await readCoverEnvironment(await project('magnum', '23.0.0'), diskFiles);
    assert.equal(cover.kind, 'unsafe');
    assert.equal(cover.why.script, 'tools/cover.sh');
    assert.match(cover.why.command, /^git checkout /);
  });
});
