import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../../base/errors';
import { keepFile, keeping, makeFolder } from '../../../base/keeping';
import { runProcess } from '../../../base/process';
import { diskFiles } from '../../../project/files';
import { programIn } from '../../../project/virtualEnvironment';
import { type MeasurePlan, measurePlan } from '../../run/measure';
import { runEnvironment } from '../../run/processVariables';
import { lastWords } from '../../run/runnerWords';
import type { TestEnvironment } from '../../run/testEnvironment';

/** As the subject of a sentence. */
const WHAT = 'What the tests run';

export interface MeasureOptions {
  /** Note which test runs each line. */
  readonly contexts: boolean;
  /** What is measured when the project's settings do not say. */
  readonly testPackage: string | undefined;
  /** What the cover environment sets; nothing when there is none. */
  readonly cover: Readonly<Record<string, string>>;
}

/**
 * Measures a run with coverage.py under the project's own settings. The data, its parts and the report lie in a folder
 * of ours: the project's `.coverage` and `cover/` stay as they are.
 */
export class CoverageMeasure {
  private constructor(
    /** What the tests run with. */
    readonly environment: TestEnvironment,
    private readonly program: string,
    private readonly folder: string,
    private readonly plan: MeasurePlan,
  ) {}

  /** @throws UserError `no-coverage` when the environment has no coverage.py */
  static async prepare(where: TestEnvironment, folder: string, options: MeasureOptions): Promise<CoverageMeasure> {
    const program = programIn(where.binDir, 'coverage');
    if ((await diskFiles.modified(program)) === undefined) {
      throw new UserError(
        'no-coverage',
        `The environment of the tests has no coverage.py (${program}), so nothing can be measured.`,
      );
    }
    await rm(folder, { recursive: true, force: true });
    await keeping(WHAT, folder, () => makeFolder(folder));
    const plan = await measurePlan(where.root, diskFiles, { ...options, folder });
    if (plan.settings) await keepFile(WHAT, plan.settings.path, plan.settings.text);
    const env = {
      ...where.env,
      COVERAGE_FILE: join(folder, '.coverage'),
      ...(plan.settings && { COVERAGE_RCFILE: plan.settings.path }),
      PYTHON: ['coverage', 'run', ...plan.runOptions].join(' '),
    };
    return new CoverageMeasure({ ...where, env }, program, folder, plan);
  }

  /** Whether it is noted which test runs each line. */
  get hasContexts(): boolean {
    return this.plan.settings !== undefined;
  }

  /** Absolute path of coverage.py's data; complete after `report`. */
  get dataFile(): string {
    return join(this.folder, '.coverage');
  }

  /**
   * Puts the parts of the workers together and makes the report. Returns its absolute path.
   * @throws UserError `nothing-measured` or `coverage-failed` with coverage.py's words
   */
  async report(signal: AbortSignal): Promise<string> {
    const report = join(this.folder, 'coverage.xml');
    await this.coverage(['combine', '-q', ...this.plan.fileOptions, this.folder], signal);
    // A limit for all tests says nothing about a few of them; coverage.py would end with 2 after it wrote the report.
    await this.coverage(['xml', '-q', '--fail-under=0', ...this.plan.fileOptions, '-o', report], signal);
    return report;
  }

  private async coverage(args: readonly string[], signal: AbortSignal): Promise<void> {
    const { root, binDir, env } = this.environment;
    const { exitCode, stdout, stderr } = await runProcess(this.program, args, {
      cwd: root,
      env: runEnvironment(binDir, env),
      signal,
    });
    if (exitCode === 0 || signal.aborted) return;
    const words = lastWords(stdout, stderr) || `exit code ${exitCode}`;
    if (/No data to combine|No data to report/.test(words)) {
      throw new UserError('nothing-measured', `No line was measured: ${words}.`);
    }
    throw new UserError('coverage-failed', `coverage ${args[0]} failed: ${words}`);
  }
}
