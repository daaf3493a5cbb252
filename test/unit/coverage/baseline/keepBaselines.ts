/** Keeps one baseline after the other until it is killed, and prints the number of each that is kept. Run by a test. */
import { Baselines } from '../../../../src/coverage/baseline/baselines';
import { snapshotOf } from '../../../../src/coverage/report/snapshot';
import { reportOf } from '../reportOf';

const log = { trace() {}, debug() {}, info() {}, error() {}, warn() {} };
const lines = Array.from({ length: 20_000 }, (_, i) => i + 1);

async function keepForEver(storage: string): Promise<never> {
  const baselines = await Baselines.open(storage, '/project', log);
  const first = (await baselines.named())?.snapshot.writtenAt ?? 0;
  for (let n = first + 1; ; n++) {
    await baselines.setNamed(
      'mine',
      snapshotOf(reportOf({ 'a.py': { lines } }, n), () => undefined, undefined),
    );
    process.stdout.write(`${n}\n`);
  }
}

void keepForEver(process.argv[2]!);
