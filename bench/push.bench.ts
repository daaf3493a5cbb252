import { spawn } from 'node:child_process';
import { push } from '../src/change/push/push';
import { planPush } from '../src/change/push/pushPlan';
import { PersonGit } from '../src/change/repository/personGit';
import { readTarget } from '../src/change/repository/readTarget';
import { startGerrit } from '../test/tools/gerritLab';
import { ReviewRepository } from '../test/tools/lib/reviewRepository';
import { median } from './median';

const GOAL_S = 0.3;
const ROUNDS = 9;

/** The peer: the same push, typed in a terminal. */
function barePush({ root, env }: ReviewRepository): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', ['push', 'gerrit', 'HEAD:refs/for/master'], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: 'ignore',
    });
    child.once('error', reject);
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`git push ended with exit code ${code}`))));
  });
}

/** From the click to the result: where to, what, the push, what was said. */
async function ourPush(repository: ReviewRepository): Promise<void> {
  const git = new PersonGit(repository.root, { env: repository.env });
  const plan = await planPush(git, await readTarget(git), repository.client);
  const { outcome } = await push(repository.root, { plan }, { env: repository.env, client: repository.client });
  if (outcome !== 'accepted') throw new Error(`the push was ${outcome}`);
}

async function secondsOf(work: Promise<void>): Promise<number> {
  const start = performance.now();
  await work;
  return (performance.now() - start) / 1000;
}

export const bench = {
  name: 'a push for review of one commit, beside a bare git push',
  async run(): Promise<string[]> {
    const gerrit = await startGerrit();
    try {
      const lines: string[] = [];
      for (const over of ['ssh', 'http'] as const) {
        const repository = await ReviewRepository.clone(gerrit, await gerrit.createProject(`bench-${over}`), over);
        const times = { bare: [] as number[], ours: [] as number[] };
        // In turns, so that a server that warms up favours neither; the first two of each do not count.
        for (let round = 0; round < ROUNDS + 2; round++) {
          for (const [name, work] of [
            ['bare', barePush],
            ['ours', ourPush],
          ] as const) {
            await repository.fresh();
            await repository.commit(`Round ${round} ${name}`);
            const seconds = await secondsOf(work(repository));
            if (round >= 2) times[name].push(seconds);
          }
        }
        const [bare, ours] = [median(times.bare), median(times.ours)];
        const more = ours - bare;
        lines.push(
          `over ${over}: bare ${bare.toFixed(3)} s, ours ${ours.toFixed(3)} s, ${more.toFixed(3)} s more (ratio ${(ours / bare).toFixed(2)}), goal ${GOAL_S} s more at most`,
        );
      }
      return lines;
    } finally {
      await gerrit.stop();
    }
  },
};
