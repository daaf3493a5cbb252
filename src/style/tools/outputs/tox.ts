/**
 * The status lines of tox 4 and tox 3. Lines of the tools themselves come without a prefix in between.
 *
 * tox 4: `pep8: commands[0]> flake8`, `pep8: exit 1 (3.30 seconds) /dir> flake8 pid=7`, `  pep8: FAIL code 1 (..)`,
 * `  pep8: OK (..)`, `pep8: failed with could not find python interpreter ..`, `  evaluation failed :( (..)`.
 * tox 3: `pep8 run-test: commands[0] | flake8`, `ERROR: InvocationError for command .. (exited with code 1)`,
 * `  pep8: commands succeeded`, `ERROR:   pep8: commands failed`.
 */
export type ToxLine =
  | { readonly kind: 'command'; readonly environment: string; readonly index: number; readonly command: string }
  /** The command that has just run ended with something else than 0. */
  | { readonly kind: 'exit'; readonly exitCode: number }
  | { readonly kind: 'result'; readonly environment: string; readonly ok: boolean; readonly words: string }
  /** An environment could not be made or is not there: tox's own words. */
  | { readonly kind: 'refused'; readonly environment: string; readonly words: string }
  /** Setup, packaging, the last line: nothing that concerns a tool. */
  | { readonly kind: 'other' };

const name = String.raw`([A-Za-z0-9_.][A-Za-z0-9_.-]*)`;
const command4 = new RegExp(`^${name}: commands(?:_pre|_post)?\\[(\\d+)\\]> (.*)$`);
const command3 = new RegExp(`^${name} run-test(?:-pre|-post)?: commands\\[(\\d+)\\] \\| (.*)$`);
const exit4 = new RegExp(`^${name}: exit (-?\\d+) \\([\\d.]+ seconds\\) `);
const exit3 = /^ERROR: InvocationError for command .* \(exited with code (-?\d+)\)/;
const result4 = new RegExp(`^  ${name}: (OK|FAIL|SKIP|IGNORED FAIL)(?: (.*))?$`);
const result3 = new RegExp(
  `^(?:ERROR: )? +${name}: (commands succeeded|commands failed|(?:InvocationError|could not) .*)$`,
);
const refused4 = new RegExp(`^${name}: (?:failed with|HandledError\\|) ?(.*)$`);
const setup4 = new RegExp(
  `^(?:\\.pkg\\S*|${name}): (?:_\\w+|\\w*install_\\w+|get_\\w+|prepare_\\w+|build_\\w+|recreate env)\\b`,
);
const setup3 = new RegExp(
  `^${name} (?:create|installdeps|inst|inst-nodeps|installed|develop-inst|develop-inst-nodeps): `,
);
const frame = /^(?:GLOB sdist-make: | {2}(?:congratulations :\)|evaluation failed :\()|_+ summary _+$)/;

/** What a line of tox says; undefined for a line of a tool. */
export function readToxLine(line: string): ToxLine | undefined {
  const command = command4.exec(line) ?? command3.exec(line);
  if (command) {
    const [, environment = '', index, text = ''] = command;
    return { kind: 'command', environment, index: Number(index), command: text };
  }
  const exit = exit4.exec(line)?.[2] ?? exit3.exec(line)?.[1];
  if (exit !== undefined) return { kind: 'exit', exitCode: Number(exit) };
  const result = result4.exec(line) ?? result3.exec(line);
  if (result) {
    const [, environment = '', word = '', rest] = result;
    const ok = /^(?:OK|SKIP|IGNORED FAIL|commands succeeded)$/.test(word);
    return { kind: 'result', environment, ok, words: rest === undefined ? word : `${word} ${rest}` };
  }
  const refused = refused4.exec(line);
  if (refused) return { kind: 'refused', environment: refused[1] ?? '', words: refused[2] ?? '' };
  return [setup4, setup3, frame].some((known) => known.test(line)) ? { kind: 'other' } : undefined;
}
