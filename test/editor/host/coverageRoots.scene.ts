import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scene } from '../../../scripts/editor/stage';
import { removeFolder } from '../../../scripts/lib/removeFolder';

/**
 * Two roots: the sample, and a project of one file whose tox.ini writes its report to a folder of its own. Beside them
 * a folder that is no project yet.
 */
export const scene: Scene = {
  folders: ['samples/cloudlet', 'media', { empty: 'later' }],
  prepare: (_sample, other) => {
    removeFolder(other);
    mkdirSync(other);
    writeFileSync(join(other, 'tox.ini'), toxIni('reports/unit.xml'));
    writeFileSync(join(other, 'app.py'), 'a = 1\nb = 2\n');
  },
};

export function toxIni(report: string): string {
  return `[testenv:cover]\ncommands =\n  stestr run\n  coverage xml -o ${report}\n`;
}
