import type { Finding } from './finding';

/** Each finding once, although several runs of a tool have it. */
export function withoutTwins(findings: readonly Finding[]): Finding[] {
  const known = new Set<string>();
  return findings.filter((finding) => {
    const {
      file,
      tool,
      code,
      message,
      range: { start },
    } = finding;
    const key = JSON.stringify([file, start.line, start.character, tool, code, message]);
    const isNew = !known.has(key);
    known.add(key);
    return isNew;
  });
}
