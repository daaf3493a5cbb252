import { appendFileSync, cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Scene } from '../../../scripts/editor/stage';
import { root } from '../../../scripts/lib/script';
import { stestrBin } from '../../tools/stestrLab';
import { LAB_SETTINGS, prepareToxProject } from './toxProject';

const PRINT = `python -c 'import os; open("{env_name}.txt", "w").write(os.environ.get("PYTHON", "none"))'`;

const TOX = `
[testenv:plain]
skip_install = true
deps =
commands = ${PRINT}

[testenv:own]
skip_install = true
deps =
setenv = PYTHON=coverage run
commands = ${PRINT}
`;

/** A checkout whose path a shell would take for several words, with an environment of tox in it. */
export const scene: Scene = {
  folders: [{ empty: 'a checkout' }],
  settings: LAB_SETTINGS,
  prepare: async (folder) => {
    cpSync(join(root, 'samples/cloudlet'), folder, { recursive: true });
    await prepareToxProject(folder);
    appendFileSync(join(folder, 'tox.ini'), TOX);
    // stestr hands on the path that its program begins with, so the environment itself is in a folder with a space too.
    mkdirSync(join(folder, '.tox'));
    symlinkSync(dirname(await stestrBin('with space')), join(folder, '.tox/py3'));
  },
};
