import type { Scene } from '../../../scripts/editor/stage';
import { cloneOfGerrit, projectName } from '../gerritScene';
import { configOf, governanceOf, write } from '../retirementScene';

/** One repository of a real Gerrit with the files of two that a retirement edits. */
export const scene: Scene = {
  folders: [{ empty: 'clone' }],
  async prepare(clone) {
    write(clone, { ...configOf('openstack/freezer-dr'), ...governanceOf('openstack/freezer-dr') });
    await cloneOfGerrit(clone, 'known', projectName('files-of-retirement'));
  },
};
