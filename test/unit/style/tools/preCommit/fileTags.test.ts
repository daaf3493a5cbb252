import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { removeFolder } from '../../../../../scripts/lib/removeFolder';
import { fileTags } from '../../../../../src/style/tools/preCommit/fileTags';

describe('the tags of a file', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), 'tags '))));
  after(() => removeFolder(folder));

  const kinds = async (name: string, text: string, mode = 0o755): Promise<string> => {
    writeFileSync(join(folder, name), text, { mode });
    const tags = await fileTags(join(folder, name));
    return ['python', 'pyi', 'executable'].filter((tag) => tags.has(tag)).join(' ');
  };

  it("a file's tags follow its name, else the first line of a script that may be run", async () => {
    assert.equal(await kinds('a.py', '', 0o644), 'python');
    assert.equal(await kinds('a.PYI', '', 0o644), 'pyi');
    assert.equal(await kinds('a.sh', '#!/usr/bin/env bash\n'), 'executable');
    assert.equal(await kinds('one', '#!/usr/bin/env python3\n'), 'python executable');
    assert.equal(await kinds('two', '#! /usr/bin/python3.11 -s\n'), 'python executable');
    assert.equal(await kinds('three', '#!/usr/bin/env -S python -u\n'), 'python executable');
    assert.equal(await kinds('four', '#!/usr/bin/env python3\n', 0o644), '');
    assert.equal(await kinds('five', '#!/bin/pythonista\n'), 'executable');
  });

  it("a missing file's tags are those of its name", async () => {
    assert.ok((await fileTags(join(folder, 'gone.py'))).has('python'));
  });
});
