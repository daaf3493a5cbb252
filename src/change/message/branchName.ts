/** What the name of a branch tells about the work: `bug/123`, `bp/name`, `story/2001234` (infra-manual, developers.rst). */
export interface BranchWork {
  readonly bug?: string;
  readonly blueprint?: string;
  readonly story?: string;
}

export function workOfBranch(branch: string | undefined): BranchWork {
  // After `fix` a small number may be anything.
  const bug = /^(?:(?:bug|lp)[/_-]#?(?=\d)|fix[/_-]#?(?=\d{4}))(\d{1,8})(?!\d)/i.exec(branch ?? '')?.[1];
  const blueprint = /^(?:bp|blueprint)[/_]([a-z0-9][a-z0-9.+-]*)$/i.exec(branch ?? '')?.[1];
  const story = /^story[/_-](\d{1,8})(?!\d)/i.exec(branch ?? '')?.[1];
  return { ...(bug ? { bug } : {}), ...(blueprint ? { blueprint } : {}), ...(story ? { story } : {}) };
}
