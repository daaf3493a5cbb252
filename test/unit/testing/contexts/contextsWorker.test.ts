import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { after, afterEach, before, describe, it } from 'mocha';
import { removeFolder } from '../../../../scripts/lib/removeFolder';
import { UserError } from '../../../../src/base/errors';
import { ContextsWorker } from '../../../../src/testing/contexts/contextsWorker';

const FIXTURES = path.join(__dirname, '../../../fixtures/testing/contexts');
const ROOT = '/home/stack/oslo.serialization';
const FILE = `${ROOT}/oslo_serialization/base64.py`;

describe('ContextsWorker', () => {
  let folder: string;
  let script: string;
  let worker: ContextsWorker | undefined;

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'contexts-'));
    script = path.join(folder, 'contexts.worker.js');
    const entry = path.join(__dirname, '../../../../src/testing/contexts/contexts.worker.ts');
    buildSync({ entryPoints: [entry], outfile: script, bundle: true, platform: 'node', format: 'cjs' });
  });
  after(() => removeFolder(folder));
  afterEach(() => worker?.dispose());

  const reasonOf = async (asked: Promise<unknown>): Promise<string> => {
    const error: unknown = await asked.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return error instanceof UserError ? String(error.reason) : String(error);
  };

  it('the contexts worker answers several questions from its own thread', async () => {
    worker = new ContextsWorker(script);
    const dataFile = path.join(FIXTURES, 'contexts.coverage');
    const [found, none] = await Promise.all([
      worker.ask({ dataFile, file: FILE, root: ROOT }),
      worker.ask({ dataFile, file: `${ROOT}/none.py`, root: ROOT }),
    ]);
    assert.equal(found?.lines.get(53)?.[0], 'oslo_serialization.tests.test_base64.Base64Tests.test_encode_as_text');
    assert.equal(none, undefined);
  });

  it('the contexts worker finds what ran anything of each file', async () => {
    worker = new ContextsWorker(script);
    const { contexts, files } = await worker.askAll(path.join(FIXTURES, 'contexts.coverage'));
    const names = [...files.get(FILE)!].map((index) => contexts[index]);
    assert.ok(names.includes('oslo_serialization.tests.test_base64.Base64Tests.test_encode_as_text'));
    assert.equal(await reasonOf(worker.askAll(path.join(FIXTURES, 'nobranch.coverage'))), 'no-contexts');
  });

  it('the contexts worker reads a data file again when it was written again', async () => {
    worker = new ContextsWorker(script);
    const dataFile = path.join(folder, 'data');
    copyFileSync(path.join(FIXTURES, 'contexts.coverage'), dataFile);
    assert.ok((await worker.ask({ dataFile, file: FILE, root: ROOT }))?.lines.get(53));
    // A run that noted no contexts: that every line "ran outside of tests" would be a wrong answer.
    copyFileSync(path.join(FIXTURES, 'nobranch.coverage'), dataFile);
    assert.equal(await reasonOf(worker.ask({ dataFile, file: FILE, root: ROOT })), 'no-contexts');
  });

  it('the contexts worker returns why it cannot answer', async () => {
    worker = new ContextsWorker(script);
    const dataFile = path.join(folder, 'text');
    writeFileSync(dataFile, 'no database');
    assert.equal(await reasonOf(worker.ask({ dataFile, file: FILE, root: ROOT })), 'not-sqlite');
    assert.equal(
      await reasonOf(worker.ask({ dataFile: path.join(folder, 'gone'), file: FILE, root: ROOT })),
      'unreadable',
    );
  });

  it('the contexts worker rejects questions when disposed of, and starts again afterwards', async () => {
    worker = new ContextsWorker(script);
    const question = { dataFile: path.join(FIXTURES, 'contexts.coverage'), file: FILE, root: ROOT };
    const asked = reasonOf(worker.ask(question));
    worker.dispose();
    assert.equal(await asked, 'stopped');
    assert.ok(await worker.ask(question));
  });

  it('the contexts worker rejects questions when it cannot run', async () => {
    worker = new ContextsWorker(path.join(folder, 'nothing.js'));
    assert.equal(await reasonOf(worker.ask({ dataFile: 'x', file: FILE, root: ROOT })), 'stopped');
  });
});
