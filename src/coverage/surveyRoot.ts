import { type ProjectFiles } from '../project/files';
import { readTox } from '../project/tox/readTox';
import { type CoverageConfig, readCoverageConfig } from './coverageConfig';
import { type CoverageData, findData, findReports, reportCandidates } from './findReports';

/** What there is to show of a root, without having read a report. */
export interface RootSurvey {
  readonly config: CoverageConfig;
  /** Absolute paths where a report is or may come to be: these are watched. */
  readonly candidates: readonly string[];
  /** Those that are there. */
  readonly reports: readonly string[];
  readonly data: CoverageData;
}

/**
 * Looks at the few known files of a root.
 *
 * @param root absolute path
 * @param setting the reports that the person named
 */
export async function surveyRoot(root: string, setting: readonly string[], files: ProjectFiles): Promise<RootSurvey> {
  const [config, tox] = await Promise.all([readCoverageConfig(root, files), readTox(root, files)]);
  const candidates = reportCandidates(root, tox?.environment('cover'), config, setting);
  const reports = await findReports(candidates, files);
  return {
    config,
    candidates: candidates.map(({ path }) => path),
    reports: reports.map(({ path }) => path),
    data: await findData(root, files, config),
  };
}
