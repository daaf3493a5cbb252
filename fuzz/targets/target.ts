/** What a target is, and its common parts. */
import { projectFiles } from '../../test/unit/project/memoryFiles';
import type { Random } from '../random';

interface Target {
  /** Files with samples: below test/fixtures or samples/, by a part of their path. */
  readonly files?: RegExp;
  readonly samples?: readonly string[];
  /** Words of the format, for inputs that no sample has. */
  readonly words?: readonly string[];
  /** Reads an input. It may throw a UserError and nothing else; what it gives is checked here. */
  read(input: Buffer, random: Random): unknown;
}

export type Targets = Readonly<Record<string, Target>>;

export const text =
  (read: (text: string, random: Random) => unknown) =>
  (input: Buffer, random: Random): unknown =>
    read(input.toString('utf8'), random);

/** A file of a project, alone in it. */
export const inProject = (name: string, read: (files: ReturnType<typeof projectFiles>) => Promise<unknown>) =>
  text((content) => read(projectFiles({ [name]: content })));
