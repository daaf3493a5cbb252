import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { removeFolder } from '../../scripts/lib/removeFolder';
import { reportSteps } from '../../src/coverage/find/reportFromData';
import { type FolderSurvey, surveyFolder } from '../../src/coverage/find/surveyFolder';
import { readReportFiles } from '../../src/coverage/reading/readReportFiles';
import { diskFiles } from '../../src/project/files';
import { readTox } from '../../src/project/tox/readTox';
import type { ToxEnvironment } from '../../src/project/tox/tox';
import { coverageVersion, tools } from './lab';
import { run } from './lib/run';

/** Where the data lies, by the settings of the cover environment; `file` is a path in the project. */
const PLACES: Readonly<
  Record<string, { toxIni: string; texts?: Record<string, string>; file: string; env?: Record<string, string> }>
> = {
  'COVERAGE_FILE of the cover environment': {
    toxIni: 'setenv = COVERAGE_FILE={toxinidir}/build/data.coverage\ncommands = coverage html -d build/html\n',
    file: 'build/data.coverage',
  },
  'settings that COVERAGE_RCFILE names, with a variable of tox': {
    toxIni: 'setenv = COVERAGE_RCFILE={toxinidir}/etc/coverage.ini\ncommands = coverage run -m lamp.app\n',
    texts: { 'etc/coverage.ini': '[run]\ndata_file = build/${TOX_ENV_NAME}\nsource = lamp\n' },
    file: 'build/cover',
  },
  'an option of the command': {
    toxIni:
      'commands =\n  coverage run --data-file=out/data --source lamp -m lamp.app\n  coverage html --data-file=out/data\n',
    file: 'out/data',
  },
};

describe('report of the data that a run left', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'coverage-data-'))));
  afterEach(() => removeFolder(root));

  const write = (name: string, text: string): void => {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  };

  async function coverage(args: readonly string[], variables: NodeJS.ProcessEnv): Promise<void> {
    const env = { ...variables, PYTHONPATH: await coverageVersion('7.15.4') };
    await run(join(await tools(), 'python'), ['-m', 'coverage', ...args], { cwd: root, env });
  }

  async function look(): Promise<{ cover: ToxEnvironment | undefined; survey: FolderSurvey }> {
    const cover = (await readTox(root, diskFiles))?.environment('cover');
    return { cover, survey: await surveyFolder({ root, cover }, diskFiles) };
  }

  for (const [place, { toxIni, texts = {}, file }] of Object.entries(PLACES)) {
    for (const parallel of [false, true]) {
      it(`a report of existing data is made at the place named by ${place}${parallel ? ', and in parts' : ''}`, async () => {
        write('tox.ini', `[testenv:cover]\n${toxIni}`);
        write('lamp/__init__.py', '');
        write('lamp/app.py', 'import sys\n\nif len(sys.argv) > 5:\n    print("many")\n');
        for (const each of Object.entries(texts)) write(...each);
        mkdirSync(dirname(join(root, file)), { recursive: true });
        const measured = ['run', ...(parallel ? ['--parallel-mode'] : []), '--source', 'lamp', '-m', 'lamp.app'];
        await coverage(measured, { COVERAGE_FILE: join(root, file) });

        const { cover, survey } = await look();
        assert.equal(survey.dataFile, join(root, file));
        assert.deepEqual(survey.data, parallel ? { combined: false, parts: 1 } : { combined: true, parts: 0 });
        for (const { args, variables, folder } of reportSteps(root, cover, survey)) {
          mkdirSync(folder, { recursive: true });
          await coverage(args, variables);
        }
        const after = await look();
        const [found] = after.survey.reports;
        assert.ok(found);
        const app = readReportFiles([found], [root]).files.find(({ name }) => name.endsWith('app.py'));
        assert.ok(app);
        assert.deepEqual(
          [...app.lines].filter((_, i) => app.hits[i] === 0),
          [4],
        );
        assert.deepEqual(after.survey.data, survey.data, 'the data is the project’s, and stays');
      });
    }
  }
});
