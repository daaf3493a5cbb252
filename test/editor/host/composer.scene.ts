import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Scene } from '../../../scripts/editor/stage';
import { gitIn, makeRepository } from './repository';

/** A repository with a staged file, a commit-msg hook that refuses the word "refuse", and release notes. */
export const scene: Scene = {
  prepare(folder) {
    makeRepository(folder);
    mkdirSync(join(folder, 'releasenotes/notes'), { recursive: true });
    writeFileSync(join(folder, 'releasenotes/notes/first-0123456789abcdef.yaml'), '---\nfixes:\n  - |\n    One.\n');
    const hook = '#!/bin/sh\nif grep -q refuse "$1"; then echo "the hook says no" >&2; exit 1; fi\n';
    writeFileSync(join(folder, '.git/hooks/commit-msg'), hook, { mode: 0o755 });
    appendFileSync(join(folder, 'cloudlet/scheduler/filters.py'), '# staged\n');
    gitIn(folder, 'add', 'cloudlet');
  },
};
