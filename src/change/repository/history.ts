import type { Repository } from '../../base/git';
import type { Person } from '../message/signOff';

/** What the last commits of a branch tell about customs and people; newest first, each once. */
export interface History {
  readonly subjects: readonly string[];
  readonly people: readonly Person[];
  /** Values of Assisted-By and Generated-By. */
  readonly tools: readonly string[];
}

const COMMITS = 300;

/** A repository without commits has no history. */
export async function readHistory(repository: Repository): Promise<History> {
  const format = '%an%x1f%ae%x1f%s%x1f%(trailers:only,unfold)%x1e';
  const log = await repository.ask([
    'log',
    `--max-count=${COMMITS}`,
    '--no-merges',
    `--format=${format}`,
    'HEAD',
    '--',
  ]);
  const commits = (log ?? '').split('\x1e').map((entry) => entry.trimStart().split('\x1f'));
  const subjects: string[] = [];
  const people = new Map<string, Person>();
  const tools = new Set<string>();
  const meet = (name: string, email: string): void => {
    if (email.includes('@') && !people.has(email.toLowerCase())) people.set(email.toLowerCase(), { name, email });
  };
  for (const [name = '', email = '', subject = '', trailers = ''] of commits) {
    if (!subject) continue;
    subjects.push(subject);
    meet(name, email);
    for (const line of trailers.split('\n')) {
      const person = /^Co-authored-by: *(.+?) *<([^<>\s]+)>$/i.exec(line);
      if (person) meet(person[1] ?? '', person[2] ?? '');
      const tool = /^(?:Assisted|Generated)-By: *(\S.{0,80})$/i.exec(line)?.[1];
      if (tool) tools.add(tool);
    }
  }
  return { subjects, people: [...people.values()], tools: [...tools] };
}
