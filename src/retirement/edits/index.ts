import { contentEdits } from './content';
import { docsEdits } from './docs';
import { deprecateEdits, governanceEdits } from './governance';
import type { EditInput, EditStep, Prepared, Tree } from './lines/edit';
import { endGatingEdits, noopJobsEdits, removeInfraEdits } from './projectConfig';
import { releasesEdits } from './releases';
import { requirementsEdits } from './requirements';

export { readEditInput } from './editInput';
export { governanceTeams } from './governance';
export {
  EDIT_STEPS,
  type EditInput,
  type EditStep,
  type FileEdit,
  type Note,
  OpenQuestions,
  type Question,
  type Tree,
} from './lines/edit';
export { baseNameOf, namespaceOf } from './lines/names';

const RULES: Readonly<Record<EditStep, (input: EditInput, tree: Tree) => Promise<Prepared>>> = {
  'end-gating': endGatingEdits,
  'remove-content': contentEdits,
  governance: governanceEdits,
  requirements: requirementsEdits,
  'remove-infra': removeInfraEdits,
  docs: docsEdits,
  releases: releasesEdits,
  deprecate: deprecateEdits,
  'noop-jobs': noopJobsEdits,
};

/**
 * What a step changes in a repository, without writing anything. A tree in which all is done gives no edits.
 * @throws EditRefused for a file that the rules do not understand, or that is missing; UserError of the tree
 */
export function prepareEdits(input: EditInput, tree: Tree): Promise<Prepared> {
  return RULES[input.step](input, tree);
}
