import { appendFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scene } from '../../../scripts/editor/stage';
import { labTools } from '../../tools/testingLab';
import { LAB_SETTINGS, linkEnvironment, prepareToxProject } from './toxProject';

const TOX = `
[testenv:quick]
skip_install = true
deps =
commands = python -c 'import sys; open("quick.txt", "w").write(" ".join(sys.argv[1:]))' {posargs}

[testenv:{a,b}-made]
description = made from a list

[testenv:back]
commands = git checkout HEAD^
`;

const TASKS = {
  version: '2.0.0',
  tasks: [
    { label: 'pinned', type: 'openstack-tox', environment: 'quick', arguments: ['pinned', 'with a space'] },
    { label: 'pinned back', type: 'openstack-tox', environment: 'back' },
    { label: 'pinned stestr', type: 'openstack-tool', tool: 'stestr', command: 'run', arguments: ['test_retry'] },
  ],
};

/** Two folders: both are projects, and only the first has an environment of tests; the other's .venv has flake8 alone. */
export const scene: Scene = {
  folders: ['samples/cloudlet', 'test/fixtures/testing/legacy'],
  settings: LAB_SETTINGS,
  prepare: async (folder, legacy) => {
    await prepareToxProject(folder);
    mkdirSync(join(legacy, '.venv'));
    symlinkSync(await labTools('flake8-tools', ['flake8==7.3.0']), join(legacy, '.venv/bin'));
    appendFileSync(join(folder, 'tox.ini'), TOX);
    linkEnvironment(folder, 'py3');
    linkEnvironment(folder, 'pep8', await labTools('flake8-tools', ['flake8==7.3.0']));
    mkdirSync(join(folder, '.vscode'));
    writeFileSync(join(folder, '.vscode/tasks.json'), JSON.stringify(TASKS));
  },
};
