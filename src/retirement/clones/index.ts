export { cloneRepository } from './cloneRepository';
export { type FoundClone, findClones, namedClones } from './findClones';
export { looseFiles } from './looseFiles';
export { stepBranchName } from './stepBranch';
export { changeIdOf, stepCommit } from './stepCommit';
export { commitTree, folderTree } from './trees';
export { writeStep } from './writeStep';
