import type { Checked, Finding, Fix, Rule } from '../finding';
import { removeLines } from '../moveTrailers';
import { replaceAt } from '../textEdit';
import { type DependsOn, dependsOnUrl, OPENDEV_GERRIT, readDependency, zuulDependencies } from '../zuul';
import { finding, SOURCE } from './build';

/** Every Depends-On line: can Zuul read it, and is the change one that can be waited for? */
export const dependsOnRule: Rule = (checked) =>
  zuulDependencies(checked.message.kept, checked.context.gerritHost).flatMap((found) => judge(found, checked));

function judge(found: DependsOn, checked: Checked): Finding[] {
  const { value, dependency } = found;
  const place = { line: found.line, start: found.start, end: found.end };
  const several = value.match(/https?:\/\/[^\s,;]+/g) ?? [];
  if (several.length > 1) {
    const key = checked.message.lines[found.line]?.slice(0, 'Depends-On:'.length) ?? 'Depends-On:';
    const text = several.map((url) => `${key} ${url}`).join('\n');
    const fix = {
      title: 'One address a line',
      edits: [replaceAt(found.line, 0, found.line, lineLength(found, checked), text)],
    };
    const why = 'Zuul reads one address a line: of these it sees a single one, or none.';
    return [finding('depends-on-several', 'error', place, why, SOURCE.zuul, fix)];
  }
  switch (dependency.kind) {
    case 'gerrit':
      return stateOf(found, dependency.number, checked);
    case 'github':
      return [];
    case 'change-id':
      return [
        finding(
          'depends-on-change-id',
          'warning',
          place,
          'A bare Change-Id can mean several changes (every backport has the same); Zuul calls this form deprecated. Give the address.',
          SOURCE.zuul,
          ...addressOf(found, checked),
        ),
      ];
    case 'other-host':
      return [
        finding(
          'depends-on-host',
          'warning',
          place,
          `Zuul waits only for changes of servers it is connected to; ${dependency.host} is hardly one of them.`,
          SOURCE.zuul,
          ...moveHost(found),
        ),
      ];
    case 'unreadable':
      return [unreadable(found, checked)];
  }
}

/** Zuul drops what it cannot read without a word. Only what was surely meant as a change is an error. */
function unreadable(found: DependsOn, checked: Checked): Finding {
  const place = { line: found.line, start: found.start, end: found.end };
  const number =
    /^(?:#|change\s+)?(\d{4,7})(?:,\d+)?$/i.exec(found.value)?.[1] ??
    /^https?:\/\/[^/]+\/c\/(\d+)\/?$/.exec(found.value)?.[1];
  const withScheme = `https://${found.value}`;
  const lacksScheme = ['gerrit', 'github'].includes(readDependency(withScheme, checked.context.gerritHost).kind);
  const meantAsChange = number !== undefined || lacksScheme || /^(I[0-9a-f]{7,}|https?:\/\/)/i.test(found.value);
  const why = found.value
    ? 'Zuul finds no change here and goes on without the dependency. It reads the full address of a change.'
    : 'Depends-On without an address: Zuul ignores it.';
  return finding(
    'depends-on-unreadable',
    meantAsChange ? 'error' : 'warning',
    place,
    why,
    SOURCE.zuul,
    ...(lacksScheme ? [replaceValue(found, withScheme)] : []),
    ...(number ? [replaceValue(found, `https://${checked.context.gerritHost ?? OPENDEV_GERRIT}/${number}`)] : []),
  );
}

function stateOf(found: DependsOn, number: number, checked: Checked): Finding[] {
  const change = checked.context.changes?.get(number);
  const place = { line: found.line, start: found.start, end: found.end };
  const branch = checked.context.branch;
  if (checked.context.missingChanges?.has(number)) {
    const why = `The server shows no change ${number}: the number is wrong, or the change is private. Zuul goes on without it.`;
    return [finding('depends-on-missing', 'warning', place, why, SOURCE.zuul, removed(found, checked))];
  }
  if (change?.status === 'ABANDONED') {
    const why = `Change ${number} is abandoned: Zuul will not merge this one before it, so never.`;
    return [finding('depends-on-abandoned', 'warning', place, why, SOURCE.zuul, removed(found, checked))];
  }
  if (change?.status === 'MERGED') {
    const why = `Change ${number} has merged already; the line does nothing any more, except for readers.`;
    return [finding('depends-on-merged', 'information', place, why, SOURCE.zuul, removed(found, checked))];
  }
  if (change && branch && change.project === checked.context.project && change.branch !== branch) {
    const why = `Change ${number} is for ${change.branch}, this one for ${branch}. A backport has an address of its own.`;
    return [finding('depends-on-branch', 'warning', place, why, SOURCE.zuul, removed(found, checked))];
  }
  return [];
}

/** An id alone has no address: what was looked up is offered. */
function addressOf(found: DependsOn, checked: Checked): Fix[] {
  const changes = checked.context.changesById?.get(found.value) ?? [];
  return changes.map((change) =>
    replaceValue(found, dependsOnUrl(change.project, change.number, checked.context.gerritHost ?? OPENDEV_GERRIT)),
  );
}

/** Gerrit of OpenStack moved to review.opendev.org in 2019; numbers stayed. */
function moveHost(found: DependsOn): Fix[] {
  return /^https?:\/\/review\.openstack\.org\//i.test(found.value)
    ? [replaceValue(found, found.value.replace(/^https?:\/\/review\.openstack\.org/i, `https://${OPENDEV_GERRIT}`))]
    : [];
}

const removed = (found: DependsOn, { message }: Checked): Fix => ({
  title: 'Remove the line',
  edits: removeLines(message, [found.line]),
});

const replaceValue = (found: DependsOn, text: string): Fix => ({
  title: `Replace with ${text}`,
  edits: [replaceAt(found.line, found.start, found.line, found.end, text)],
});

const lineLength = (found: DependsOn, { message }: Checked): number => message.lines[found.line]?.length ?? found.end;
