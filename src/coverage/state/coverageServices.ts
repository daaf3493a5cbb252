import type { Log } from '../../base/log';
import type { ToxEnvironment } from '../../project/tox/tox';
import type { Baselines } from '../baseline/baselines';
import type { ReportReader } from '../reading/reportReader';

/** What the coverage of a folder, by its absolute path, needs from around it. */
export interface CoverageServices {
  readonly log: Log;
  /** The settings as they are now. */
  settings(folder: string): { readonly reports: readonly string[]; readonly base: string };
  /** Whether programs may run on what is in the folder. */
  trusted(): boolean;
  /** What an environment of tox runs; undefined when there is none of this name. */
  environment(folder: string, name: string): Promise<ToxEnvironment | undefined>;
  baselines(folder: string): Promise<Baselines>;
  readonly reader: Pick<ReportReader, 'read'>;
}
