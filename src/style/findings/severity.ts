import type { Row, Severity } from './finding';

/**
 * Prefix of a code -> severity. A prefix alone (`E9`) is for flake8 and ruff, which share their codes; `tool:` before
 * it is for that tool (`pylint:C`, `mypy:`).
 */
export type SeverityTable = Readonly<Record<string, Severity>>;

/** What would fail when the code runs is an error; a matter of style never is. */
const defaultSeverities: SeverityTable = {
  '': 'warning',
  E9: 'error',
  F: 'error',
  'ruff:invalid-syntax': 'error',
  'ruff:format': 'information',
  'pylint:C': 'information',
  'pylint:R': 'information',
  'pylint:E': 'error',
  'pylint:F': 'error',
  'codespell:': 'information',
  'autopep8:': 'information',
};

/**
 * How serious a row is: the person's longest matching prefix, else what the tool itself says, else our table.
 *
 * @param overrides what a person set. Values that are no severity are ignored, as settings may hold anything.
 */
export function severityOf(row: Pick<Row, 'tool' | 'code' | 'severity'>, overrides: SeverityTable = {}): Severity {
  return longestMatch(overrides, row) ?? row.severity ?? longestMatch(defaultSeverities, row) ?? 'warning';
}

const severities: ReadonlySet<unknown> = new Set<Severity>(['error', 'warning', 'information', 'hint']);

function longestMatch(table: SeverityTable, row: Pick<Row, 'tool' | 'code'>): Severity | undefined {
  const code = row.code ?? '';
  const sharesCodes = row.tool === 'flake8' || row.tool === 'ruff';
  let best: { length: number; severity: Severity } | undefined;
  for (const [prefix, severity] of Object.entries(table)) {
    if (!severities.has(severity)) continue;
    const named = prefix.includes(':');
    const matches = named
      ? `${row.tool}:${code}`.startsWith(prefix)
      : prefix === '' || (sharesCodes && code.startsWith(prefix));
    // `flake8:E` says more than `E5` does not: only the part behind the tool counts, the tool breaks the tie.
    const length = named ? prefix.length - row.tool.length - 0.5 : prefix.length;
    if (matches && (best === undefined || length > best.length)) best = { length, severity };
  }
  return best?.severity;
}
