import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { prepareEdits } from '../../../../../src/retirement/edits';
import { EditRefused, type Prepared, type StepParams } from '../../../../../src/retirement/edits/lines/edit';
import { after, applied, inputOf, treeOfFiles } from '../treeOfFiles';

const PROJECTS = 'reference/projects.yaml';
const LEGACY = 'reference/legacy.yaml';
const SIGS = 'reference/sigs-repos.yaml';
const INACTIVE = 'reference/emerging-technology-and-inactive-projects.rst';
const text = (...lines: string[]): string => lines.map((line) => `${line}\n`).join('');

const deliverable = (name: string, repos: readonly string[], ...more: string[]): string[] => [
  `    ${name}:`,
  ...more,
  '      repos:',
  ...repos.map((repo) => `        - openstack/${repo}`),
];
const dated = (name: string, date = '2026-12-01'): string[] => deliverable(name, [name], `      retired-on: ${date}`);

const venus = [
  'venus:',
  '  leadership_type: ptl',
  '  ptl:',
  "    name: 'Dev'",
  '  irc-channel: openstack-venus',
  '  service: Logs',
  '  mission: >',
  '    To keep logs,',
  '    all of them.',
  '  url: https://wiki.openstack.org/wiki/Venus',
  '  status: inactive',
  '  deliverables:',
  ...deliverable('venus', ['venus', 'venus-api']),
  ...deliverable('venus-specs', ['venus-specs'], '      release-management: none'),
];
const zun = ['zun:', '  deliverables:', ...deliverable('zun', ['zun'])];
const fuel = ['fuel:', '  retired-on: 2018-01-01', '  deliverables:', ...deliverable('fuel', ['fuel'])];
const ALL = ['venus', 'venus-api', 'venus-specs'];

type Files = Readonly<Record<string, string>>;
const FILES: Files = { [PROJECTS]: text('---', ...venus, ...zun), [LEGACY]: text('---', ...fuel) };

const run = (
  names: readonly string[],
  files: Files = FILES,
  params: StepParams = {},
  team = 'venus',
): Promise<Prepared> =>
  prepareEdits({ ...inputOf('governance', names, { date: '2026-12-01', ...params }), team }, treeOfFiles(files));
async function result(...of: Parameters<typeof run>): Promise<Record<string, string | null>> {
  const prepared = await run(...of);
  assert.deepEqual(prepared.questions, []);
  for (const edit of prepared.edits) assert.equal(applied(edit), edit.content, `${edit.path}: the hunks make the text`);
  const files = { ...(of[1] ?? FILES), ...(after(prepared) as Record<string, string>) };
  assert.deepEqual(after(await run(of[0], files, of[2], of[3])), {}, 'a second run edits nothing');
  return after(prepared);
}

describe('the edits of governance', () => {
  it('a repository of a deliverable that lives on gets an entry of its own name', async () => {
    assert.deepEqual(await result(['venus-api']), {
      [PROJECTS]: text('---', ...venus.filter((line) => !line.endsWith('/venus-api')), ...zun),
      [LEGACY]: text(
        '---',
        ...fuel,
        '',
        'venus:',
        '  irc-channel: openstack-venus',
        '  service: Logs',
        '  url: https://wiki.openstack.org/wiki/Venus',
        '  partial: yes',
        '  deliverables:',
        ...dated('venus-api'),
      ),
    });
  });

  it('a whole deliverable goes to the end of those that its team has there, in their order of keys', async () => {
    const partial = [
      'venus:',
      '  partial: yes',
      '  deliverables:',
      ...deliverable('old', ['old']),
      '      retired-on: 2020-01-01',
    ];
    const files = { ...FILES, [LEGACY]: text('---', ...partial, '', ...fuel) };
    assert.deepEqual(
      (await result(['venus-specs'], files))[LEGACY],
      text(
        '---',
        ...partial,
        ...deliverable('venus-specs', ['venus-specs']),
        '      retired-on: 2026-12-01',
        '',
        ...fuel,
      ),
    );
  });

  it('a whole team moves with what it says of itself, without who leads it', async () => {
    const { [PROJECTS]: projects, [LEGACY]: legacy } = await result(ALL);
    assert.equal(projects, text('---', ...zun));
    const kept = venus.slice(4).filter((line) => !line.startsWith('  status'));
    const at = kept.indexOf('  deliverables:');
    assert.equal(
      legacy,
      text('---', ...fuel, '', 'venus:', ...kept.slice(0, at), '  retired-on: 2026-12-01', ...kept.slice(at)),
    );
  });

  it('a team of which a part was over before is merged, with what stood there first', async () => {
    const partial = [
      'venus:',
      '  irc-channel: venus',
      '  partial: yes',
      '  deliverables:',
      ...dated('old', '2020-01-01'),
    ];
    const files = { ...FILES, [LEGACY]: text('---', ...fuel, '', ...partial) };
    const { [LEGACY]: legacy } = await result(ALL, files);
    const moved = venus.slice(venus.indexOf('  deliverables:') + 1);
    assert.equal(
      legacy,
      text(
        '---',
        ...fuel,
        '',
        'venus:',
        '  irc-channel: venus',
        '  service: Logs',
        '  mission: >',
        '    To keep logs,',
        '    all of them.',
        '  url: https://wiki.openstack.org/wiki/Venus',
        '  retired-on: 2026-12-01',
        '  deliverables:',
        ...dated('old', '2020-01-01'),
        ...moved,
      ),
    );
  });

  it('a new team stands before the first one that sorts after it', async () => {
    const files = { ...FILES, [LEGACY]: text('---', 'astara:', ...fuel.slice(1), '', 'Zaqar:', ...fuel.slice(1)) };
    const { [LEGACY]: legacy } = await result(['venus-specs'], files);
    assert.deepEqual(
      legacy?.split('\n').filter((line) => /^\w.*:$/.test(line)),
      ['astara:', 'venus:', 'Zaqar:'],
    );
  });

  it('a team whose name is written otherwise there is asked about', async () => {
    const files = { ...FILES, [LEGACY]: text('---', 'Ve-Nus:', ...fuel.slice(1)) };
    const { questions } = await run(['venus-specs'], files);
    assert.deepEqual(
      questions.map(({ param, choices }) => [param, choices]),
      [['legacyTeam', ['Ve-Nus', 'venus']]],
    );
    assert.match((await result(['venus-specs'], files, { legacyTeam: 'Ve-Nus' }))[LEGACY] ?? '', /^ {4}venus-specs:/m);
  });

  it('the day of the retirement is asked for', async () => {
    const { questions } = await prepareEdits(
      { ...inputOf('governance', ['venus-specs']), team: 'venus' },
      treeOfFiles(FILES),
    );
    assert.deepEqual(
      questions.map(({ param }) => param),
      ['date'],
    );
  });

  it('a repository of a SIG leaves it, and its SIG when it was the last', async () => {
    const sigs = text(
      '---',
      'API:',
      '  - repo: openstack/api-sig',
      'Venus:',
      '  - repo: openstack/venus-a',
      '    deprecated: xena',
      '  - repo: openstack/venus-b',
    );
    const files = { ...FILES, [SIGS]: sigs };
    const part = await result(['venus-a'], files, {}, 'Venus');
    assert.equal(
      part[SIGS],
      text('---', 'API:', '  - repo: openstack/api-sig', 'Venus:', '  - repo: openstack/venus-b'),
    );
    assert.equal(
      part[LEGACY],
      text('---', ...fuel, '', 'Venus:', '  partial: yes', '  deliverables:', ...dated('venus-a')),
    );
    const whole = await result(['venus-a', 'venus-b'], files, {}, 'Venus SIG');
    assert.equal(whole[SIGS], text('---', 'API:', '  - repo: openstack/api-sig'));
    assert.equal(
      whole[LEGACY],
      text(
        '---',
        ...fuel,
        '',
        'Venus SIG:',
        '  retired-on: 2026-12-01',
        '  deliverables:',
        ...deliverable('venus-a', ['venus-a']),
        ...deliverable('venus-b', ['venus-b']),
      ),
    );
  });

  it('a whole team leaves the list of inactive projects, and the last one leaves a sentence', async () => {
    const head = ['Current Inactive Projects', '-------------------------', ''];
    const list = (...bullets: string[]): string => text(...head, ...bullets);
    const one = async (rst: string, params: StepParams = {}) =>
      (await result(ALL, { ...FILES, [INACTIVE]: rst }, params))[INACTIVE];
    assert.equal(
      await one(list('* Venus', '', '  * Inactive since 2026.1', '* Zun (inactive)')),
      list('* Zun (inactive)'),
    );
    assert.equal(await one(list('* Zun', '', '* Venus', '', '  * Inactive since 2026.1')), list('* Zun'));
    assert.equal(await one(list('* Venus')), list('No inactive projects at this moment'));
    assert.equal(await one(list('* Venus logs & more', '* Zun'), { inactiveName: 'Venus logs & more' }), list('* Zun'));
    const { questions } = await run(ALL, { ...FILES, [INACTIVE]: list('* Venus logs & more') });
    assert.deepEqual(
      questions.map(({ param }) => param),
      ['inactiveName'],
    );
  });

  it('a name that two teams have, and a deliverable on one line, are refused with their places', async () => {
    const refused = async (projects: readonly string[]): Promise<[string, number | undefined]> => {
      const error: unknown = await run(['venus-specs'], { ...FILES, [PROJECTS]: text(...projects) }).catch(
        (thrown: unknown) => thrown,
      );
      assert.ok(error instanceof EditRefused, String(error));
      return [error.path, error.line];
    };
    assert.deepEqual(await refused([...venus, ...venus]), [PROJECTS, venus.length + 1]);
    assert.deepEqual(
      await refused([
        'venus:',
        '  deliverables:',
        '    venus-specs: &a',
        '      repos:',
        '        - openstack/venus-specs',
      ]),
      [PROJECTS, 3],
    );
  });

  it('a deliverable is deprecated with the release that is asked for', async () => {
    const input = { ...inputOf('deprecate', ['venus-specs']), team: 'venus' };
    const { questions } = await prepareEdits(input, treeOfFiles(FILES));
    assert.deepEqual(
      questions.map(({ param }) => param),
      ['deprecated'],
    );
    const answered = { ...input, params: { deprecated: '2026.2' } };
    const { [PROJECTS]: projects } = after(await prepareEdits(answered, treeOfFiles(FILES)));
    assert.match(
      projects ?? '',
      / {4}venus-specs:\n {6}deprecated: '2026\.2'\n {6}release-management: deprecated\n {6}repos:/,
    );
    assert.deepEqual(after(await prepareEdits(answered, treeOfFiles({ ...FILES, [PROJECTS]: projects ?? '' }))), {});
  });
});
