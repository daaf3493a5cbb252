/** A process that changes a plan, of which a test starts several: `updatePlans.ts PLAN LOCKS NAME COUNT`, or `hold`. */
import { makeFolder } from '../../../../src/base/keeping';
import { withFileLock } from '../../../../src/retirement/plan/fileLock';
import { readPlanFile, updatePlanFile } from '../../../../src/retirement/plan/planFile';

async function main([path = '', locks = '', name = '', count = '0']: readonly string[]): Promise<void> {
  if (name === 'hold') {
    await makeFolder(locks);
    await withFileLock(path, { locks }, async () => {
      process.stdout.write('held\n');
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    });
    return;
  }
  for (let i = 0; i < Number(count); i++) {
    for (let isDone = false; !isDone; ) {
      const decisions = (await readPlanFile(path)).steps.find(({ id }) => id === 'references')?.decisions ?? [];
      const mine = { repo: 'x/a', path: name, text: String(i), decision: 'keep' } as const;
      try {
        const change = { kind: 'decide', step: 'references', decisions: [...decisions, mine], was: decisions } as const;
        await updatePlanFile(path, change, { locks, waitMs: 50_000 });
        isDone = true;
      } catch (error) {
        // Another one was faster: look again, as a person would.
        if (!(error instanceof Error && 'reason' in error && error.reason === 'changed-meanwhile')) throw error;
      }
    }
  }
}

void main(process.argv.slice(2));
