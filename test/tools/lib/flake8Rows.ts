import { relative } from 'node:path';
import { runProcess } from '../../../src/base/process';
import { checkWithFlake8 } from '../../../src/style/tools/flake8';

/** `file | row | code | message` of all that flake8 finds in a project: as we show it, and as it prints it by itself. Sorted. */
export async function flake8Rows(root: string, flake8: string): Promise<{ ours: string[]; theirs: string[] }> {
  const { stdout } = await runProcess(flake8, [], { cwd: root });
  // hacking puts a colon behind some of its codes. What is no row is the line of code below one (show-source).
  const rows = stdout.matchAll(/^(?:\.\/)?(.+?):(\d+):\d+: ([A-Z]\d+):? (.*)$/gm);
  const theirs = [...rows].map(([, ...parts]) => parts.join(' | '));
  const findings = await checkWithFlake8(
    { kind: 'root' },
    { root, command: { file: flake8, args: [] }, run: runProcess },
  );
  const ours = findings.map(({ file, range, code, message }) =>
    [relative(root, file), range.start.line + 1, code, message].join(' | '),
  );
  return { ours: ours.sort(), theirs: theirs.sort() };
}
