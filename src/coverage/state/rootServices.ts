import type { Log } from '../../base/log';
import type { ToxEnvironment } from '../../project/tox/tox';
import type { Baselines } from '../baseline/baselines';
import type { ReportReader } from '../reading/reportReader';

/** What a root needs from around it. */
export interface RootServices {
  readonly log: Log;
  /** The settings as they are now. */
  settings(root: string): { readonly reports: readonly string[]; readonly base: string };
  /** Whether programs may run on what is in the folder. */
  trusted(): boolean;
  /** What an environment of tox runs; undefined when there is none of this name. */
  environment(root: string, name: string): Promise<ToxEnvironment | undefined>;
  baselines(root: string): Promise<Baselines>;
  readonly reader: Pick<ReportReader, 'read'>;
  /** Resolves when a report that was just read is marked in the open documents: what takes longer begins then. */
  marked?(): Promise<void>;
}
