/** What a folder without a report shows in the view beside others, and what the person can do about it. */
import type { FolderState } from '../state/folderState';

export interface Step {
  readonly label: string;
  /** A codicon. */
  readonly icon: string;
  readonly command: string;
  /** Whether the command takes the folder as its argument; without it the command asks. */
  readonly takesFolder: boolean;
}

const RUN_COVER = step('Run tox cover', 'play', 'openstackContributor.coverage.runCover');
const MAKE_REPORT = step('Make the report of the data', 'gear', 'openstackContributor.coverage.makeReport');
const SHOW_WHY = step('Show why it cannot be read', 'info', 'openstackContributor.coverage.showProblem');
const OPEN_FILE = step('Open a coverage report file…', 'folder-opened', 'openstackContributor.coverage.load', false);
const TRUST = step('Manage Workspace Trust', 'shield', 'workbench.trust.manage', false);

type Kind = FolderState['kind'];

/** Shown after the name of the folder. */
const SENTENCES: Readonly<Record<Exclude<Kind, 'ready'>, string>> = {
  reading: 'reading the coverage report…',
  noReport: 'no coverage report yet',
  onlyData: '.coverage data, but no report',
  broken: 'the coverage report cannot be read',
};

/** @param isTrusted whether programs may run here; where they may not, managing trust is offered instead */
export function stepsOf(
  kind: Kind,
  isTrusted: boolean,
): { readonly sentence: string; readonly steps: readonly Step[] } {
  if (kind === 'ready') return { sentence: '', steps: [] };
  return { sentence: SENTENCES[kind], steps: stepsWithout(kind, isTrusted) };
}

function stepsWithout(kind: Exclude<Kind, 'ready'>, isTrusted: boolean): Step[] {
  const run = isTrusted ? RUN_COVER : TRUST;
  switch (kind) {
    case 'reading':
      return [];
    case 'noReport':
      return [run, OPEN_FILE];
    case 'onlyData':
      return isTrusted ? [MAKE_REPORT, RUN_COVER] : [TRUST];
    case 'broken':
      return [SHOW_WHY, run, OPEN_FILE];
  }
}

function step(label: string, icon: string, command: string, takesFolder = true): Step {
  return { label, icon, command, takesFolder };
}
