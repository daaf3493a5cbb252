import { type ProjectFiles } from '../../project/files';
import type { ProcessVariables, ToxEnvironment } from '../../project/tox/tox';
import { type CoverageConfig } from './coverageConfig';
import { readCoverFiles } from './coverFiles';
import { type CoverageData, findData, findReports, reportCandidates } from './findReports';

/** What there is to show of a root, without having read a report. */
export interface FolderSurvey {
  readonly config: CoverageConfig;
  /** Absolute path of the file of settings that the cover environment names. */
  readonly settings: string | undefined;
  /** Absolute paths where a report is or may come to be: these are watched. */
  readonly candidates: readonly string[];
  /** Those that are there. */
  readonly reports: readonly string[];
  /** Absolute path of coverage.py's data. */
  readonly dataFile: string;
  readonly data: CoverageData;
}

export interface SurveyQuestion {
  /** Absolute path. */
  readonly root: string;
  /** The cover environment, when there is one. */
  readonly cover: ToxEnvironment | undefined;
  /** The reports that the person named. */
  readonly setting?: readonly string[];
  /** Variables of the process that would run tox. */
  readonly process?: ProcessVariables;
}

/** Looks at the few known files of a root. */
export async function surveyFolder(
  { root, cover, setting, process }: SurveyQuestion,
  files: ProjectFiles,
): Promise<FolderSurvey> {
  const { config, settings, dataFile, reports: written } = await readCoverFiles(root, cover, files, process);
  const candidates = reportCandidates(root, written, setting);
  const reports = await findReports(candidates, files);
  return {
    config,
    settings,
    candidates: candidates.map(({ path }) => path),
    reports: reports.map(({ path }) => path),
    dataFile,
    data: await findData(dataFile, files),
  };
}
