import type { CheckContext, Finding, Rule } from '../finding';
import type { KeptLine } from '../message';
import { removeLines } from '../moveTrailers';
import { type Dependency, neededBy, OPENDEV_GERRIT, zuulDependencies } from '../zuul';
import { finding, SOURCE, wholeLine } from './build';

/** One and the same change cannot come before this one and after it. */
export const neededByRule: Rule = ({ message, context }) => {
  const dependencies = zuulDependencies(message.kept, context.gerritHost);
  return neededBy(message.kept, context.gerritHost).flatMap((needed): Finding[] => {
    const same = dependencies.find(({ dependency }) => isSameChange(dependency, needed.dependency, context));
    if (!same) return [];
    const line: KeptLine = { line: needed.line, text: message.lines[needed.line] ?? '' };
    const why = `This change cannot depend on ${same.value} and be needed by it: Zuul merges the other one first. Keep the line that is true.`;
    return [
      finding(
        'depends-on-needed-by',
        'warning',
        wholeLine(line),
        why,
        SOURCE.zuul,
        { title: 'Remove Needed-By', edits: removeLines(message, [needed.line]) },
        { title: 'Remove Depends-On', edits: removeLines(message, [same.line]) },
      ),
    ];
  });
};

function isSameChange(one: Dependency, other: Dependency, context: CheckContext): boolean {
  const others = namesOf(other, context);
  return namesOf(one, context).some((name) => others.includes(name));
}

/** What a change is known by. A Change-Id may stand for several, of which those that were looked up are named too. */
function namesOf(dependency: Dependency, { gerritHost = OPENDEV_GERRIT, changesById }: CheckContext): string[] {
  switch (dependency.kind) {
    case 'gerrit':
      return [`${dependency.host} ${dependency.number}`];
    case 'github':
      return [`${dependency.owner}/${dependency.repository}#${dependency.number}`.toLowerCase()];
    case 'change-id':
      return [
        dependency.changeId,
        ...(changesById?.get(dependency.changeId) ?? []).map(({ number }) => `${gerritHost} ${number}`),
      ];
    default:
      return [];
  }
}
