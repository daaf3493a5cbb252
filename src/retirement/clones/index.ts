export { cloneRepository } from './cloneRepository';
export { type FoundClone, findClones, namedClones } from './findClones';
export { stepBranchName } from './stepBranch';
export { commitTree, folderTree } from './trees';
export { writeStep } from './writeStep';
