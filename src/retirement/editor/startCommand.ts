import { join } from 'node:path';
import * as vscode from 'vscode';
import { openFolders } from '../../base/editor/pickFolder';
import { showInputBox, showQuickPick, showQuickPickOfMany } from '../../base/editor/quickInput';
import { keepFile } from '../../base/keeping';
import { makePlan, newPlanText, type PlanParameters } from '../plan';

/** A team of governance's projects.yaml with its repositories, in the file's order. */
export interface Team {
  readonly name: string;
  readonly repositories: readonly string[];
}

const TITLE = 'Retire a Project';
/** So that a plan is told apart from other files by its name, also by other editors. */
const SUFFIX = '.retirement.yaml';

/**
 * Asks what is retired and how, and writes the plan where the person wants it. Undefined when they thought better of it.
 * @param teams those of governance, where a clone of it is at hand
 * @returns the absolute path of the plan
 */
export async function startRetirement(teams: readonly Team[]): Promise<string | undefined> {
  const parameters = await askParameters(teams);
  if (!parameters) return undefined;
  const plan = makePlan(parameters);
  const file = await vscode.window.showSaveDialog({
    title: 'Where Is the Plan Kept?',
    saveLabel: 'Save Plan',
    defaultUri: vscode.Uri.file(join(openFolders()[0]?.path ?? '.', `${plan.topic}${SUFFIX}`)),
    filters: { Plan: ['yaml', 'yml', 'json'] },
  });
  if (!file) return undefined;
  await keepFile('The plan', file.fsPath, newPlanText(plan, file.fsPath.endsWith('.json') ? 'json' : 'yaml'));
  return file.fsPath;
}

async function askParameters(teams: readonly Team[]): Promise<PlanParameters | undefined> {
  const what = await askWhat(teams);
  if (!what) return undefined;
  const how = await showQuickPick(WAYS, { title: `${TITLE}: How`, placeHolder: 'What becomes of it?' });
  if (!how) return undefined;
  const order = how.way.kind === 'deprecate' ? ORDERS[0] : await askOrder();
  if (!order) return undefined;
  const alternative = await askAlternative();
  if (alternative === undefined) return undefined;
  const irc = await ask('Channel for Questions', 'On OFTC, without #', 'openstack-dev', CHANNEL, false);
  const date =
    irc === undefined
      ? undefined
      : await ask('Date', 'retired-on, such as 2026-12-24; may be decided later', '', DATE, true);
  if (irc === undefined || date === undefined) return undefined;
  const thread = await ask(
    'Announcement',
    'Address of the thread on openstack-discuss; may come later',
    '',
    ADDRESS,
    true,
  );
  if (thread === undefined) return undefined;
  return {
    ...what,
    kind: how.way.kind,
    by: how.way.by,
    order: order.order,
    alternative: alternative === 'none' ? null : alternative,
    irc: irc.replace(/^#/, ''),
    ...(date === '' ? {} : { date }),
    ...(thread === '' ? {} : { thread }),
  };
}

const WAYS = [
  {
    label: 'Retire',
    detail: 'Its own team gives it up; the ACL changes when the content is gone',
    way: { kind: 'retire', by: 'owner' },
  },
  {
    label: 'Retire, by the Technical Committee',
    detail: 'Nobody is left to approve: the ACL changes first, so that the committee can',
    way: { kind: 'retire', by: 'tc' },
  },
  {
    label: 'Deprecate first',
    detail: 'The master branch ends, stable branches are maintained on',
    way: { kind: 'deprecate', by: 'owner' },
  },
  {
    label: 'Deprecate first, by the Technical Committee',
    detail: 'The same, when the team has no one left',
    way: { kind: 'deprecate', by: 'tc' },
  },
] as const;

const ORDERS = [
  {
    label: 'Governance first, as the guide says',
    detail: 'The Technical Committee agrees first, so that nothing has to be undone',
    order: 'guide',
  },
  {
    label: 'Infrastructure first, as some do',
    detail: 'project-config is done in one go, and governance checks the tree that is empty already',
    order: 'practice',
  },
] as const;

/** A deprecation has one order alone. */
const askOrder = (): Promise<(typeof ORDERS)[number] | undefined> =>
  showQuickPick(ORDERS, { title: `${TITLE}: Order`, placeHolder: 'What comes first after the content is gone?' });

async function askWhat(
  teams: readonly Team[],
): Promise<Pick<PlanParameters, 'repositories' | 'team' | 'wholeTeam'> | undefined> {
  if (teams.length === 0) return askTyped();
  const team = await showQuickPick(
    teams.map(({ name, repositories }) => ({ label: name, description: `${repositories.length}`, name, repositories })),
    { title: `${TITLE}: Team`, placeHolder: 'Whose project is it?' },
  );
  if (!team) return undefined;
  const chosen = await showQuickPickOfMany(
    team.repositories.map((repository) => ({ label: repository, picked: team.repositories.length === 1 })),
    { title: `${TITLE}: Repositories of ${team.name}`, placeHolder: 'All of them retire the team' },
  );
  if (!chosen || chosen.length === 0) return undefined;
  return {
    team: team.name,
    repositories: chosen.map(({ label }) => label),
    wholeTeam: chosen.length === team.repositories.length,
  };
}

/** Where no clone of governance tells what there is. */
async function askTyped(): Promise<Pick<PlanParameters, 'repositories' | 'team' | 'wholeTeam'> | undefined> {
  const repositories = await ask(
    'Repositories',
    'With their namespaces, such as openstack/freezer-dr',
    '',
    NAMES,
    false,
  );
  if (repositories === undefined) return undefined;
  const team = await ask('Team', "As in governance's projects.yaml, such as freezer", '', TEAM, false);
  if (team === undefined) return undefined;
  const whole = await showQuickPick(
    [
      { label: 'Only these repositories', wholeTeam: false },
      { label: `The whole team ${team}`, detail: 'These are all repositories that it has', wholeTeam: true },
    ],
    { title: `${TITLE}: Team` },
  );
  return whole && { team, repositories: repositories.split(/[\s,]+/).filter(Boolean), wholeTeam: whole.wholeTeam };
}

async function askAlternative(): Promise<{ name: string; url: string } | 'none' | undefined> {
  const name = await ask('Alternative', 'Name of the project to use instead; empty when there is none', '', ANY, true);
  if (name === undefined || name === '') return name === '' ? 'none' : undefined;
  const url = await ask('Alternative', `Address of ${name}`, 'https://', ADDRESS, false);
  return url === undefined ? undefined : { name, url };
}

type Problem = (value: string) => string | undefined;

const NAME = /^[A-Za-z0-9][\w.-]*\/[A-Za-z0-9][\w.-]*$/;
const NAMES: Problem = (value) => {
  const wrong = value.split(/[\s,]+/).find((name) => name !== '' && !NAME.test(name));
  return wrong === undefined ? undefined : `${wrong} is no name of a repository, such as openstack/freezer-dr.`;
};
const TEAM: Problem = (value) => (value.length > 100 ? 'A team has a shorter name.' : undefined);
const ANY: Problem = (value) => (value.length > 200 ? 'That is too long.' : undefined);
const CHANNEL: Problem = (value) =>
  /^#?[\w-]+$/.test(value) ? undefined : 'A channel is one word, such as openstack-dev.';
const DATE: Problem = (value) => {
  const time = Date.parse(`${value}T00:00:00Z`);
  const isDay = !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
  return isDay ? undefined : 'Write the day as YYYY-MM-DD.';
};
const ADDRESS: Problem = (value) =>
  URL.canParse(value) && new URL(value).protocol === 'https:'
    ? undefined
    : 'Write an address that begins with https://.';

/** @param mayBeEmpty whether Enter alone is an answer */
async function ask(
  title: string,
  prompt: string,
  value: string,
  problemOf: Problem,
  mayBeEmpty: boolean,
): Promise<string | undefined> {
  const answer = await showInputBox({
    title: `${TITLE}: ${title}`,
    prompt,
    value,
    ignoreFocusOut: true,
    validateInput: (typed) => {
      if (typed.trim() === '') return mayBeEmpty ? undefined : 'This is needed for the plan.';
      return problemOf(typed.trim());
    },
  });
  return answer?.trim();
}
