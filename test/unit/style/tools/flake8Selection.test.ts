import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ProjectFiles } from '../../../../src/project/files';
import { readFlake8Selection } from '../../../../src/style/tools/flake8Selection';

const filesOf = (texts: Record<string, string>): ProjectFiles => ({
  read: (path) => Promise.resolve(texts[path.replace('/r/', '')]),
  modified: () => Promise.resolve(undefined),
  list: () => Promise.resolve([]),
});
const selected = async (
  command: { operands?: string[]; options?: string[]; folder?: string },
  texts: Record<string, string> = {},
): Promise<string> => {
  const call = { operands: [], options: [], folder: '/r', ...command };
  const selects = await readFlake8Selection(call, filesOf(texts));
  const paths = [
    'setup.py',
    'bin/run',
    'bin/run.sh',
    'lamp/a.py',
    'lamp/old/b.py',
    'lamp/old.py',
    '.tox/x.py',
    '../out.py',
  ];
  return paths.filter((path) => selects(path.startsWith('..') ? '/out.py' : `/r/${path}`)).join(' ');
};

describe('files that flake8 selects', () => {
  it('flake8 selects all of the folder by default, except what it excludes by itself', async () => {
    assert.equal(await selected({}), 'setup.py lamp/a.py lamp/old/b.py lamp/old.py');
    assert.equal(await selected({ operands: ['.'] }), await selected({}));
    assert.equal(await selected({ folder: '/r/lamp' }), 'lamp/a.py lamp/old/b.py lamp/old.py');
  });

  it('flake8 selects its operands: folders, and files with any name', async () => {
    assert.equal(await selected({ operands: ['lamp/'] }), 'lamp/a.py lamp/old/b.py lamp/old.py');
    assert.equal(await selected({ operands: ['bin/run', '/r/setup.py'] }), 'setup.py bin/run');
    assert.equal(await selected({ operands: ['bin'], options: ['--filename=*', '--exclude=bin/*.sh'] }), 'bin/run');
  });

  it("flake8's selection follows excludes and names of the settings, and above all the command line", async () => {
    const ini = '[flake8]\nextend-exclude = old\nfilename = *.py,./bin/run\n';
    assert.equal(await selected({}, { 'tox.ini': ini }), 'setup.py bin/run lamp/a.py lamp/old.py');
    assert.equal(await selected({ options: ['--filename', '*.sh'] }, { 'tox.ini': ini }), 'bin/run.sh');
    assert.equal(await selected({ options: ['--isolated'] }, { 'tox.ini': ini }), await selected({}));
    assert.equal(
      await selected({ folder: '/r/lamp' }, { 'tox.ini': '[flake8]\nexclude = lamp/old\n' }),
      'lamp/a.py lamp/old.py',
    );
    const more = {
      '.flake8': '[flake8]\nexclude = lamp\n',
      'more.ini': '[flake8]\nexclude =\n  bin\n  # none\n  setup.py\n',
    };
    assert.equal(await selected({}, more), 'setup.py .tox/x.py');
    assert.equal(
      await selected({ options: ['--config', 'more.ini'] }, more),
      'lamp/a.py lamp/old/b.py lamp/old.py .tox/x.py',
    );
    assert.equal(
      await selected({ options: ['--append-config=more.ini'] }, more),
      'lamp/a.py lamp/old/b.py lamp/old.py .tox/x.py',
    );
  });
});
