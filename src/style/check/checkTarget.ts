import type { Finding } from '../findings/finding';
import type { SeverityTable } from '../findings/toFindings';
import { withoutTwins } from '../findings/withoutTwins';
import type { FoundTool } from '../tools/findTools';
import { checkWithFlake8 } from '../tools/flake8';
import { checkWithRuff, filesOfRuff } from '../tools/ruff';
import type { Run } from '../tools/run';
import type { Target } from '../tools/target';

export interface CheckOptions {
  readonly run: Run;
  readonly severities: SeverityTable;
  readonly signal: AbortSignal;
}

export interface TargetFindings {
  readonly findings: Finding[];
  /** The files of the target that the project has no tool look at, by absolute path. */
  readonly unchecked: readonly string[];
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
): Promise<TargetFindings | undefined> {
  const isBrokenOff = () => options.signal.aborted;
  const files = filesOf(target) ?? [];
  const unchecked = new Set(files);
  const all: Finding[] = [];
  for (const tool of tools) {
    if (isBrokenOff()) break;
    try {
      const selected = await selectedFiles(files, tool, options);
      selected.forEach((file) => unchecked.delete(file));
      const own = narrow(target, tool, selected);
      if (own && !isBrokenOff()) all.push(...(await check(own, tool, options)));
    } catch (error) {
      if (!isBrokenOff()) throw error;
    }
  }
  return isBrokenOff() ? undefined : { findings: withoutThoseOfRuff(withoutTwins(all)), unchecked: [...unchecked] };
}

/** Absolute paths; undefined for the whole project. */
function filesOf(target: Target): readonly string[] | undefined {
  if (target.kind === 'root') return undefined;
  return target.kind === 'files' ? target.files : [target.file];
}

async function selectedFiles(files: readonly string[], tool: FoundTool, options: CheckOptions): Promise<string[]> {
  const looked = await Promise.all(files.map(async (file) => ({ file, isIts: await tool.looksAt(file) })));
  const selected = looked.flatMap(({ file, isIts }) => (isIts ? [file] : []));
  if (!tool.decidesItself || selected.length === 0) return selected;
  const known = await filesOfRuff(tool, options);
  return known ? selected.filter((file) => known.has(file)) : selected;
}

/** The part of a target that a tool looks at; undefined when that is nothing. */
function narrow(target: Target, { operands }: FoundTool, files: readonly string[]): Target | undefined {
  if (target.kind === 'root') return { kind: 'root', operands };
  if (files.length === 0) return undefined;
  return target.kind === 'files' ? { kind: 'files', files } : target;
}

async function check(target: Target, tool: FoundTool, options: CheckOptions): Promise<Finding[]> {
  const { checker, command, folder: root, variables: env } = tool;
  const checkWith = checker === 'flake8' ? checkWithFlake8 : checkWithRuff;
  const findings = await checkWith(target, { ...options, root, command, env });
  if (target.kind !== 'root') return findings;
  // What a hook is not for, its tool still finds when it looks at all.
  const files = [...new Set(findings.map(({ file }) => file))];
  const kept = new Set(await selectedFiles(files, { ...tool, decidesItself: false }, options));
  return findings.filter(({ file }) => kept.has(file));
}

/** flake8 and ruff share codes; where both say the same of a line, ruff's says where it ends and how to fix it. */
function withoutThoseOfRuff(findings: readonly Finding[]): Finding[] {
  const keyOf = ({ file, range, code }: Finding): string => `${code} ${range.start.line} ${file}`;
  const byRuff = new Set(findings.filter(({ tool }) => tool === 'ruff').map(keyOf));
  return findings.filter((finding) => finding.tool === 'ruff' || !byRuff.has(keyOf(finding)));
}
