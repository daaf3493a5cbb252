/** Which lines are marked: those that the HTML report of coverage.py marks, from the same data. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { temporaryFolder } from '../../scripts/lib/cleanup';
import { statementEnds } from '../../src/coverage/measured/statementEnds';
import { readReportFiles } from '../../src/coverage/reading/readReportFiles';
import { currentPlaces, placesOf } from '../../src/coverage/report/untested';
import { coverageVersion, tools } from './lab';
import { run } from './lib/run';

const SOURCE = `def f(x):
    if x:
        y = dict(
            a=1,
        )
        return y

    # a comment
    z = [
        1,

        2,
    ]
    return """of
    two lines""" + str(z)


def g(a,
      b):
    raise ValueError(
        'text'
        'more',
    )


f(1)
`;

describe('lines that are marked', () => {
  it('marked lines are those of coverage html, with statements over several lines as a whole', async () => {
    const folder = temporaryFolder();
    const python = join(await tools(), 'python');
    const env = { PYTHONPATH: await coverageVersion('7.15.4') };
    const coverage = (...args: string[]): Promise<string> =>
      run(python, ['-m', 'coverage', ...args], { cwd: folder, env });
    writeFileSync(join(folder, 'm.py'), SOURCE);
    await coverage('run', '--branch', 'm.py');
    await coverage('xml', '-q');
    await coverage('html', '-q');

    const html = readFileSync(join(folder, 'htmlcov/m_py.html'), 'utf8');
    const classes = [...html.matchAll(/<p class="([^"]*)"><span class="n"><a id="t\d+"/g)].map(([, words]) =>
      words!.split(' '),
    );
    const theirs = classes.flatMap((words, i) => (words.includes('mis') ? [i + 1] : []));
    const [file] = readReportFiles([join(folder, 'coverage.xml')], [folder]).files;
    const ours = currentPlaces(placesOf(file!), undefined, statementEnds(file!.name, SOURCE))
      .filter(({ kind }) => kind === 'missing')
      .flatMap(({ first, end }) => Array.from({ length: end - first + 1 }, (_, i) => first + i));
    assert.ok(theirs.length > 8);
    // Between two statements a place may hold blank lines and comments, which are plain there.
    assert.deepEqual(
      ours.filter((line) => !classes[line - 1]!.includes('pln')),
      theirs,
    );
  });
});
