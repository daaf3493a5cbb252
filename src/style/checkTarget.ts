import type { Finding } from './finding';
import type { FoundTool } from './findTools';
import { checkWithFlake8 } from './flake8';
import { checkWithRuff } from './ruff';
import type { Run } from './run';
import type { SeverityTable } from './severity';
import type { Target } from './target';

export interface CheckOptions {
  /** Absolute. */
  readonly root: string;
  readonly run: Run;
  readonly severities: SeverityTable;
  readonly signal: AbortSignal;
}

/**
 * What the tools of a project say about the target, one process at a time. Undefined when the signal fired before all
 * of them had looked: what a tool says or fails with when it is interrupted is about nothing.
 *
 * @throws UserError with a `Flake8Failure` or `RuffFailure` as soon as one of them could not look
 */
export async function checkTarget(
  target: Target,
  tools: readonly FoundTool[],
  options: CheckOptions,
): Promise<Finding[] | undefined> {
  const isBrokenOff = () => options.signal.aborted;
  const all: Finding[] = [];
  for (const { checker, command, looksAt } of tools) {
    const own = narrow(target, looksAt);
    if (!own || isBrokenOff()) continue;
    const check = checker === 'flake8' ? checkWithFlake8 : checkWithRuff;
    try {
      all.push(...(await check(own, { ...options, command })).filter(({ file }) => looksAt(file)));
    } catch (error) {
      if (!isBrokenOff()) throw error;
    }
  }
  return isBrokenOff() ? undefined : withoutTwins(all);
}

/** The part of a target that a tool looks at; undefined when that is nothing. */
function narrow(target: Target, looksAt: (file: string) => boolean): Target | undefined {
  switch (target.kind) {
    case 'root':
      return target;
    case 'text':
      return looksAt(target.file) ? target : undefined;
    case 'files': {
      const files = target.files.filter(looksAt);
      return files.length > 0 ? { kind: 'files', files } : undefined;
    }
  }
}

/** flake8 and ruff share codes; where both say the same of a line, ruff's says where it ends and how to mend it. */
function withoutTwins(findings: readonly Finding[]): Finding[] {
  const keyOf = ({ file, range, code }: Finding): string => `${code} ${range.start.line} ${file}`;
  const byRuff = new Set(findings.filter(({ tool }) => tool === 'ruff').map(keyOf));
  return findings.filter((finding) => finding.tool === 'ruff' || !byRuff.has(keyOf(finding)));
}
