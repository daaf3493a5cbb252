/** What is tested and what stands in for the editor, in one bundle. */
export { showError } from '../../../../src/base/editor/commands';
export { openFolders, pickFolder } from '../../../../src/base/editor/pickFolder';
export { requireTrust } from '../../../../src/base/editor/trust';
export { person, seen, window, workspace } from './fakeWorkspace';
