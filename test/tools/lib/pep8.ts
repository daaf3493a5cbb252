import { join } from 'node:path';
import { runProcess } from '../../../src/base/process';
import { Pep8Output, type Step } from '../../../src/style/check/pep8Output';
import type { Finding, Row } from '../../../src/style/findings/finding';
import { toFindings } from '../../../src/style/findings/toFindings';
import { tools } from '../lab';

/**
 * What the extension reads out of `tox -e pep8` as it runs; `env` is added to ours.
 * @param folder where the commands run
 */
export async function runPep8(
  root: string,
  env: NodeJS.ProcessEnv = {},
  options: readonly string[] = [],
  folder = root,
): Promise<{ steps: readonly Step[]; findings: readonly Finding[] }> {
  const output = new Pep8Output();
  const rows: Row[] = [];
  // As in the terminal: both streams, in the order in which they come.
  const reader = (): ((bytes: Buffer) => void) => {
    let open = '';
    return (bytes) => {
      const lines = (open + bytes.toString()).split('\n');
      open = lines.pop() ?? '';
      for (const line of lines) rows.push(...output.push(line));
    };
  };
  await runProcess(join(await tools(), 'tox'), ['-e', 'pep8', ...options], {
    cwd: root,
    env: { ...process.env, TOX_COLORED: 'yes', PYTHONDONTWRITEBYTECODE: '1', ...env },
    onStdout: reader(),
    onStderr: reader(),
  });
  const end = output.end();
  return { steps: end.steps, findings: await toFindings([...rows, ...end.rows], folder) };
}
