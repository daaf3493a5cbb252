import { messageOf, UserError, untrusted } from '../../base/errors';
import type { ChangeCoverage } from '../measured/changeCoverage';
import type { MeasuredTexts } from '../measured/measuredTexts';
import type { CoverageServices } from './coverageServices';
import type { ReadyFolder } from './folderState';

/** Step change: which changed lines are untested, or why that is not known. */
export async function measureMyChange(
  state: ReadyFolder,
  services: CoverageServices,
): Promise<Pick<ReadyFolder, 'changeCoverage' | 'changeProblem'>> {
  try {
    return { changeCoverage: await changeAgainst(undefined, state, services, state.texts), changeProblem: undefined };
  } catch (error) {
    const changeProblem = error instanceof UserError ? error : new UserError('git', `git: ${messageOf(error)}`);
    services.log.info(`${state.path}: no coverage of the change: ${changeProblem.message}`);
    return { changeCoverage: undefined, changeProblem };
  }
}

/**
 * @param base what to compare with; undefined: what setting and `.gitreview` say
 * @param texts as in `measureChange`
 * @throws UserError `untrusted`, or as `measureChange`
 */
export async function changeAgainst(
  base: string | undefined,
  { path, report }: ReadyFolder,
  services: CoverageServices,
  texts?: MeasuredTexts,
): Promise<ChangeCoverage> {
  if (!services.trusted()) throw untrusted('git');
  const { measureChange } = await import('../measured/changeCoverage'); // git is not needed to show a report
  return measureChange(path, report, base ?? (services.settings(path).base || undefined), texts);
}
