import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { EditRefused } from '../../../../../src/retirement/edits/lines/edit';
import { endGatingEdits, noopJobsEdits, removeInfraEdits } from '../../../../../src/retirement/edits/projectConfig';
import { after, applied, inputOf, treeOfFiles } from '../treeOfFiles';

const ZUUL = 'zuul.d/projects.yaml';
const HEAD = '# Shared zuul config\n\n';
const DASHBOARD = '- project:\n    name: openstack/venus-dashboard\n    templates:\n      - publish-to-pypi\n';
const VENUS =
  '- project:\n    name: openstack/venus\n    templates:\n      - official-openstack-repo-jobs\n      - noop-jobs\n';
const GERRIT =
  '- project: openstack/venus\n  description: RETIRED, a\n  acl-config: /home/gerrit2/acls/openstack/retired.config\n';

async function gated(text: string, names = ['venus']): Promise<string> {
  const prepared = await endGatingEdits(inputOf('end-gating', names), treeOfFiles({ [ZUUL]: text }));
  const [edit] = prepared.edits;
  if (!edit) return text;
  assert.equal(applied(edit), edit.content);
  return String(edit.content);
}

async function removed(text: string): Promise<string> {
  const tree = treeOfFiles({ [ZUUL]: text, 'gerrit/projects.yaml': GERRIT });
  return after(await removeInfraEdits(inputOf('remove-infra', ['venus']), tree))[ZUUL] ?? text;
}

const refusedAt = (line: number) => (error: unknown) =>
  error instanceof EditRefused && error.reason === 'not-as-expected' && error.path === ZUUL && error.line === line;

describe('the end of gating in zuul.d/projects.yaml', () => {
  it('an entry keeps its name, queue and comments, and gets the two templates', async () => {
    const text = `${HEAD}# about venus\n- project:\n    # why\n    name: openstack/venus\n    queue: venus\n    templates:\n     - publish-to-pypi\n    # checked\n    check:\n      jobs:\n        - tox:\n            vars: {a: b}\n\n${DASHBOARD}`;
    assert.equal(
      await gated(text),
      `${HEAD}# about venus\n- project:\n    # why\n    name: openstack/venus\n    queue: venus\n    templates:\n      - official-openstack-repo-jobs\n      - noop-jobs\n    # checked\n\n${DASHBOARD}`,
    );
  });

  it('an entry that runs nothing else already stays, in any order of its templates', async () => {
    const swapped = VENUS.replace(
      '      - official-openstack-repo-jobs\n      - noop-jobs',
      '      - noop-jobs\n      - official-openstack-repo-jobs',
    );
    for (const text of [VENUS, swapped]) assert.equal(await gated(text), text);
  });

  it('a comment at the margin inside an entry does not leave half of it behind', async () => {
    const text =
      '- project:\n    name: openstack/venus\n# why\n    templates:\n      - a\n    check:\n      jobs:\n        - b\n';
    assert.equal(await gated(text), VENUS.replace('    templates', '# why\n    templates'));
  });

  it('a repository of another namespace gets noop-jobs alone', async () => {
    const text = '- project:\n    name: x/venus\n    check:\n      jobs:\n        - tox\n';
    const input = { ...inputOf('end-gating', []), repositories: ['x/venus'] };
    const prepared = await endGatingEdits(input, treeOfFiles({ [ZUUL]: text }));
    assert.equal(after(prepared)[ZUUL], '- project:\n    name: x/venus\n    templates:\n      - noop-jobs\n');
  });

  it('entries that are not there come in sorted, also two at one place, at the end, and into an empty file', async () => {
    assert.equal(await gated(`${HEAD}${DASHBOARD}`), `${HEAD}${VENUS}\n${DASHBOARD}`);
    const [a, b] = ['va', 'vb'].map((name) => VENUS.replace('venus', name));
    assert.equal(await gated(`${HEAD}${DASHBOARD}`, ['vb', 'va', 'vb']), `${HEAD}${a}\n${b}\n${DASHBOARD}`);
    const before = DASHBOARD.replace('venus-dashboard', 'aodh');
    assert.equal(await gated(before), `${before}\n${VENUS}`);
    assert.equal(await gated(''), VENUS);
  });

  it('a pattern that covers the repository is noted, and stays', async () => {
    const text = '- project:\n    name: ^openstack/ven.*\n    templates:\n      - x\n';
    const { notes } = await endGatingEdits(inputOf('end-gating', ['venus']), treeOfFiles({ [ZUUL]: text }));
    assert.deepEqual(notes, [
      { path: ZUUL, line: 1, text: 'The entry ^openstack/ven.* covers openstack/venus, and others: it stays as it is' },
    ]);
  });

  it('a project that is deprecated keeps its releases of stable branches', async () => {
    const text =
      '- project:\n    name: openstack/venus\n    templates:\n      - publish-to-pypi\n      - check-requirements\n';
    const tree = treeOfFiles({
      [ZUUL]: text,
      'gerrit/projects.yaml': '- project: openstack/venus\n  description: A\n',
    });
    const prepared = await noopJobsEdits(inputOf('noop-jobs', ['venus']), tree);
    assert.deepEqual(after(prepared), {
      [ZUUL]: VENUS.replace('      - noop', '      - publish-to-pypi-stable-only\n      - noop'),
      'gerrit/projects.yaml': '- project: openstack/venus\n  description: DEPRECATED, A\n',
    });
  });

  it('an entry of ours that is not understood is refused with its line, for the end of gating and for leaving', async () => {
    const cases: Record<string, [string, number]> = {
      'in braces': [`${VENUS.replaceAll('venus', 'a')}\n- project: {name: openstack/venus}\n`, 7],
      'the name on the line of the project': ['- project: openstack/venus\n', 1],
      'indented otherwise': [`${DASHBOARD} - project:\n     name: openstack/venus\n`, 6],
      'indented at the top': [' - project:\n     name: openstack/venus\n', 2],
      'a quoted key': ['- "project":\n    name: openstack/venus\n', 2],
      'an anchor of the entry': ['- &v\n  project:\n    name: openstack/venus\n', 3],
      'an anchor of the name': ['- project:\n    name: &v openstack/venus\n', 2],
      'an anchor of a list': ['- project:\n    name: openstack/venus\n    check:\n      jobs: &jobs\n        - a\n', 4],
      'an alias': ['- project:\n    name: openstack/venus\n    templates:\n      - a\n    check: *c\n', 5],
      'templates in brackets': ['- project:\n    name: openstack/venus\n    templates: [a, b]\n', 3],
      'a key twice': ['- project:\n    name: openstack/venus\n    check:\n      a: b\n    check:\n      a: b\n', 5],
      'an entry twice': [`${VENUS}\n${DASHBOARD}\n${VENUS}`, 12],
    };
    for (const [what, [text, line]] of Object.entries(cases)) {
      await assert.rejects(gated(text), refusedAt(line), what);
      await assert.rejects(removed(text), refusedAt(line), what);
    }
  });

  it('other entries in any form do not matter, also where their jobs need the repository', async () => {
    const others = `- project: {name: x/y}\n\n- project: &y\n    name: x/z\n    check: *c\n\n- job:\n    required-projects:\n      - openstack/venus\n\n- project:\n    name: x/a\n    check:\n      jobs:\n        - t:\n            required-projects: [openstack/venus]\n\n`;
    assert.equal(await gated(others + VENUS), others + VENUS);
    assert.equal(await removed(others + VENUS), others.replace(/\n$/, ''));
  });

  it('a checkout without the file is refused', async () => {
    await assert.rejects(
      endGatingEdits(inputOf('end-gating', ['venus']), treeOfFiles({})),
      (error) => error instanceof EditRefused && error.reason === 'missing-file' && error.path === ZUUL,
    );
  });
});

describe('leaving zuul.d/projects.yaml', () => {
  it('an entry goes with the comments above and one empty line, wherever it stands', async () => {
    const first = DASHBOARD.replace('venus-dashboard', 'aodh');
    assert.equal(await removed(`${HEAD}# v\n${VENUS}\n${DASHBOARD}`), `${HEAD}${DASHBOARD}`);
    assert.equal(await removed(`${first}\n# v\n# w\n${VENUS}\n${DASHBOARD}`), `${first}\n${DASHBOARD}`);
    assert.equal(await removed(`${DASHBOARD}\n${VENUS}`), DASHBOARD);
    assert.equal(await removed(`---\n${VENUS}`), '---\n');
    assert.equal(await removed(VENUS), '');
    assert.equal(await removed(DASHBOARD), DASHBOARD);
  });
});
