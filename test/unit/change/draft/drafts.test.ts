import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { removeFolder } from '../../../../scripts/lib/removeFolder';
import { Drafts } from '../../../../src/change/draft/drafts';
import { diskFiles } from '../../../../src/project/files';

describe('drafts', () => {
  let storage: string;
  let drafts: Drafts;
  beforeEach(() => {
    storage = mkdtempSync(join(tmpdir(), 'drafts-'));
    drafts = new Drafts(storage, diskFiles);
  });
  afterEach(() => removeFolder(storage));

  it('drafts are found again, one for each repository and kind', async () => {
    const draft = await drafts.write({ root: '/src/nova', kind: 'commit' }, 'Fix', { head: 'abc' });
    assert.equal(basename(draft.file), 'Commit for Gerrit');
    assert.equal(basename(dirname(draft.file)), 'nova');
    assert.equal(draft.text, 'Fix');
    assert.ok(draft.isUntouched);
    assert.deepEqual(await new Drafts(storage, diskFiles).saved({ root: '/src/nova', kind: 'commit' }), draft);
    assert.equal((await drafts.of(draft.file))?.head, 'abc');
    writeFileSync(draft.file, 'Fix it');
    assert.equal((await drafts.saved({ root: '/src/nova', kind: 'commit' }))?.isUntouched, false);
    assert.equal(await drafts.saved({ root: '/src/nova', kind: 'amend' }), undefined);
    assert.equal(await drafts.saved({ root: '/other/nova', kind: 'commit' }), undefined);
  });

  it('drafts for rewording are several, one for each commit', async () => {
    const place = { root: '/src/nova', kind: 'reword', commit: 'a'.repeat(40) } as const;
    const draft = await drafts.write(place, 'One', { head: 'abc', authorEmail: 'a@example.org' });
    await drafts.write({ ...place, commit: 'b'.repeat(40) }, 'Two', { head: 'abc' });
    assert.deepEqual(await drafts.saved(place), draft);
    assert.equal(draft.text, 'One');
    assert.equal((await drafts.of(draft.file))?.authorEmail, 'a@example.org');
    assert.ok(drafts.isDraft(draft.file));
  });

  it('a draft whose text another feature wrote counts as written', async () => {
    const place = { root: '/src/nova', kind: 'commit' } as const;
    await drafts.write(place, 'Retire nova', { keeps: true });
    assert.equal((await drafts.saved(place))?.isUntouched, false);
  });

  it('drafts are gone when they are removed', async () => {
    const draft = await drafts.write({ root: '/src/nova', kind: 'amend' }, 'Fix');
    await drafts.remove(draft);
    assert.ok(!existsSync(draft.file));
    assert.equal(await drafts.saved({ root: '/src/nova', kind: 'amend' }), undefined);
  });

  it('drafts of a repository at the root of a disk leave the others alone', async () => {
    const other = await drafts.write({ root: '/src/nova', kind: 'commit' }, 'Fix');
    const draft = await drafts.write({ root: '/', kind: 'commit' }, 'Begin');
    assert.equal((await drafts.saved({ root: '/', kind: 'commit' }))?.text, 'Begin');
    assert.equal((await drafts.of(draft.file))?.root, '/');
    await drafts.remove(draft);
    assert.ok(!existsSync(draft.file));
    assert.equal((await drafts.of(other.file))?.root, '/src/nova');
  });

  it('drafts are not read from a damaged note, or one of another repository', async () => {
    const draft = await drafts.write({ root: '/src/nova', kind: 'commit' }, 'Fix');
    const note = join(dirname(dirname(draft.file)), 'draft.json');
    for (const text of ['', '{', '{"root":1}', '{"root":"/src/other"}']) {
      writeFileSync(note, text);
      assert.equal(await drafts.of(draft.file), undefined, text);
    }
    assert.equal(await drafts.of('/src/nova/Commit for Gerrit'), undefined);
  });
});
