/** A report of nova's size in a real VS Code with the packaged extension: what a person waits for, and what it costs. */
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import type { Stage } from '../scripts/editor/stage';
import { temporaryFolder } from '../scripts/lib/cleanup';
import { eventually } from '../scripts/lib/eventually';
import { bundleProbe } from './editor/bundleProbe';
import type { Cue, Probe } from './editor/probe';
import { activationTimes, ownTime } from './editor/runningExtensions';
import { withStage } from './editor/withStage';
import { generateProject } from './generate';
import { median } from './median';
import { coberturaParse } from './peer/coberturaParse';

const ROUNDS = 3;

interface Round extends Probe {
  /** What VS Code itself says that activating took, in this window at rest. */
  readonly activationMs: number;
  /** From a bare decoration to its painting: what this machine and this browser take without us. */
  readonly bareMarkMs: number;
  readonly marksMs: number;
}

async function run(): Promise<string[]> {
  const peer = await coberturaParse();
  return withStage(async (stage) => {
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await oneRound(stage, peer));
    const startUps: StartUp[] = [];
    for (let round = 0; round < ROUNDS; round++) startUps.push(await startUp(stage));
    return report(rounds, startUps);
  });
}

interface StartUp {
  readonly own: number;
  /** Of VS Code's own extension for git, which starts beside ours. */
  readonly git: number;
}

/** Activation while a window of the sample comes up, beside all else that a window does then. */
async function startUp(stage: Stage): Promise<StartUp> {
  const window = await stage.open({});
  try {
    await window.workbench.settled();
    const times = await activationTimes(window);
    return { own: ownTime(times), git: times.get('Git') ?? Number.NaN };
  } finally {
    await window.close();
  }
}

async function oneRound(stage: Stage, peer: string): Promise<Round> {
  const cues = temporaryFolder();
  const cue = (name: Cue): void => writeFileSync(join(cues, name), '');
  const window = await stage.open(
    { folders: ['media'], prepare: async (folder) => void (await generateProject(folder)) },
    { hostTests: await bundleProbe('probe', [cues, RESULTS, peer]) },
  );
  const { workbench, page } = window;
  try {
    await workbench.activeEditor('module_1.py').locator('.view-line').first().waitFor({ timeout: 60_000 });
    const bareMark = workbench.firstMark();
    await page.waitForTimeout(500);
    cue('bareMark');
    const bareMarkPainted = await bareMark;
    cue('noMark');
    await page.locator('.view-overlays .cdr[class*="ced-"]').first().waitFor({ state: 'detached' });
    const mark = workbench.firstMark();
    await page.waitForTimeout(500);
    cue('command');
    const markPainted = await mark;
    const results = join(cues, RESULTS);
    await eventually(
      'the results of the probe',
      () => existsSync(results) && statSync(results).size > 0,
      (there) => there,
      60_000,
    );
    const probe = JSON.parse(readFileSync(results, 'utf8')) as Probe;
    return {
      ...probe,
      activationMs: ownTime(await activationTimes(window)),
      bareMarkMs: bareMarkPainted - probe.bareMarkAt,
      marksMs: markPainted - probe.commandAt,
    };
  } finally {
    await window.close();
  }
}

const RESULTS = 'results.json';

function report(rounds: readonly Round[], startUps: readonly StartUp[]): string[] {
  const row = (what: string, all: readonly number[], unit: string, goal?: number): string => {
    const values = [...all].sort((a, b) => a - b);
    const middle = median(values);
    const spread = `${values[0]!.toFixed(0)} to ${values.at(-1)!.toFixed(0)}`;
    const held = goal === undefined ? '' : `, goal ${goal} ${unit}: ${middle <= goal ? 'met' : 'MISSED'}`;
    return `${what}: ${middle.toFixed(0)} ${unit} (${spread})${held}`;
  };
  const of = (figure: (round: Round) => number): number[] => rounds.map(figure);
  return [
    `${rounds[0]!.files} files, ${rounds.length} rounds, median (range); load average ${loadavg()[0]!.toFixed(1)}`,
    row(
      'activation, as VS Code says',
      of((round) => round.activationMs),
      'ms',
      50,
    ),
    row(
      'activation while a window starts',
      startUps.map(({ own }) => own),
      'ms',
      50,
    ),
    row(
      '  beside it: VS Code’s own extension for git',
      startUps.map(({ git }) => git),
      'ms',
    ),
    row(
      'a call that activates and waits for the API',
      of((round) => round.roundTripMs),
      'ms',
    ),
    row(
      'command to marks on screen',
      of((round) => round.marksMs),
      'ms',
      200,
    ),
    row(
      '  of it: a bare mark of any extension',
      of((round) => round.bareMarkMs),
      'ms',
    ),
    row(
      '  beside it: Coverage Gutters’ way to read the report, without marks',
      of((round) => round.peerMs),
      'ms',
    ),
    row(
      'command to everything',
      of((round) => round.settledMs),
      'ms',
    ),
    row(
      'worst stall of the extension host',
      of((round) => round.worstStallMs),
      'ms',
      50,
    ),
    row(
      '  beside it: Coverage Gutters’ way',
      of((round) => round.peerStallMs),
      'ms',
    ),
    row(
      'memory added',
      of((round) => round.addedMb),
      'MB',
      100,
    ),
    row(
      '  beside it: Coverage Gutters’ way',
      of((round) => round.peerMb),
      'MB',
    ),
    row(
      'table of the report shown',
      of((round) => round.tableMs),
      'ms',
    ),
    row(
      'worst stall meanwhile',
      of((round) => round.tableStallMs),
      'ms',
      50,
    ),
    row(
      'a second report, all files edited',
      of((round) => round.secondMs),
      'ms',
    ),
    row(
      'worst stall meanwhile',
      of((round) => round.secondStallMs),
      'ms',
      50,
    ),
  ];
}

export const bench = { name: 'A report of nova’s size in the editor', run };
