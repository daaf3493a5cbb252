import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { unmeasured } from '../../run/processVariables';
import { isInProject, repositoryIn } from '../../run/repository';
import { newestFirst } from '../../run/storedRun';
import type { TestEnvironment } from '../../run/testEnvironment';
import type { EnvironmentChoice } from '../environments/choice';
import type { ProjectTests } from '../tree/projectTests';
import { repositoryOf } from './storedRuns';

/** Where and with what the tests of a project run: in its environment, with the options of its own command. */
export class RunEnvironments {
  /** @param storage absolute path of a folder of ours, for repositories and measurements */
  constructor(
    private readonly storage: string,
    private readonly environments: Pick<EnvironmentChoice, 'require' | 'variablesIn' | 'testSettings'>,
  ) {}

  /** The environment for runs and lists; variables that would let the tests be measured are left out. */
  async of(project: ProjectTests): Promise<TestEnvironment> {
    const environment = await this.withMeasuring(project);
    return { ...environment, env: unmeasured(environment.env) };
  }

  /** As `of`, with all variables of the environment. */
  async withMeasuring({ root, folder, runner }: ProjectTests): Promise<TestEnvironment> {
    const { binDir, variables } = await this.environments.require(root);
    const { command } = await this.environments.testSettings(root);
    const options = command?.runner === runner ? command : undefined;
    const env = { ...variables, ...options?.variables };
    return { runner, root: folder, binDir, env, repository: this.storageOf(root, 'runs'), options };
  }

  /** What the cover environment of a root sets. */
  coverVariables(root: string): Promise<Readonly<Record<string, string>>> {
    return this.environments.variablesIn(root, 'cover');
  }

  /** The repository with the newest run of a root, ours or the project's own; undefined when there is no run. */
  async lastRepository(project: ProjectTests): Promise<string | undefined> {
    const { root, runner } = project;
    const ours = isInProject(runner) ? [] : [repositoryIn(this.storageOf(root, 'runs'), runner)];
    const [newest] = await newestFirst([...ours, repositoryOf(project)]);
    return newest;
  }

  /** Absolute path of a folder of ours for one root. */
  storageOf(root: string, what: 'runs' | 'coverage'): string {
    return join(this.storage, createHash('sha256').update(root).digest('hex').slice(0, 16), what);
  }
}
