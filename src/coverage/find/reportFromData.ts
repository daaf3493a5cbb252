import { basename, dirname, join } from 'node:path';
import type { ToxEnvironment } from '../../project/tox/tox';
import { workDirOf } from './coverageProgram';
import type { FolderSurvey } from './surveyFolder';

/** Where the PTI of OpenStack wants the report, and where it is found afterwards; relative to the root. */
const REPORT = join('cover', 'coverage.xml');

/** One call of coverage.py. */
export interface CoverageStep {
  /** What it does, for a person who waits. */
  readonly title: string;
  readonly args: readonly string[];
  /** Variables that it needs beside those of the process. */
  readonly variables: Readonly<Record<string, string>>;
  /** Absolute path of a folder that must be there. */
  readonly folder: string;
}

/**
 * The calls, in the root, that make the XML report from the data that a run left: where the cover environment says that
 * it is, under the settings that it names. Unfinished data (`.coverage.HOST.pid…`, left when a test failed) is combined
 * into a data file of ours, so that the project's own files stay as they are and a later `coverage combine` still finds
 * its parts.
 */
export function reportSteps(
  root: string,
  cover: ToxEnvironment | undefined,
  { data, dataFile, settings }: Pick<FolderSurvey, 'data' | 'dataFile' | 'settings'>,
): CoverageStep[] {
  // As in the cover environment: the settings of coverage.py may refer to its variables.
  const base = { ...cover?.setEnv, ...(settings !== undefined && { COVERAGE_RCFILE: settings }) };
  // coverage.py finds the parts by the name of the file that it makes of them.
  const combined = join(workDirOf(root, cover), 'openstack-contributor', basename(dataFile));
  const isUnfinished = data.parts > 0;
  const variables = { ...base, COVERAGE_FILE: isUnfinished ? combined : dataFile };
  const combine = {
    title: 'combining the parts of the run',
    args: ['combine', '--keep', dirname(dataFile)],
    variables,
    folder: dirname(combined),
  };
  // Where the project's `fail_under` asks for more, coverage.py would write the report and call that a failure.
  const write = { title: `writing ${REPORT}`, args: ['xml', '-o', REPORT, '--fail-under=0'], variables, folder: root };
  return [...(isUnfinished ? [combine] : []), write];
}
