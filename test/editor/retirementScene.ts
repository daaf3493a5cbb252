/** A retirement with its repositories on a real Gerrit, for editor tests, and what a person does in its view. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { SceneWindow } from '../../scripts/editor/stage';
import { eventually } from '../../scripts/lib/eventually';

const VIEW = 'Retirement';
export const PLAN = 'retire-freezer-dr.retirement.yaml';

/** What Gerrit calls the repositories. */
export type Names = Readonly<Record<'project' | 'config' | 'governance', string>>;

/** Files of the repositories that a retirement edits, in the shapes of the real ones. */
export const configOf = (project: string): Readonly<Record<string, string>> => ({
  'zuul.d/projects.yaml': `- project:
    name: openstack/freezer
    templates:
      - official-openstack-repo-jobs
      - publish-to-pypi

- project:
    name: ${project}
    queue: freezer
    templates:
      - official-openstack-repo-jobs
      - publish-to-pypi
    check:
      jobs:
        - freezer-dr-tox
`,
  'zuul/main.yaml': `- tenant:
    name: openstack
    source:
      gerrit:
        untrusted-projects:
          - openstack/freezer
          - ${project}
`,
  'gerrit/projects.yaml': `- project: openstack/freezer
  description: Backup
  acl-config: /home/gerrit2/acls/openstack/freezer.config
- project: ${project}
  description: Tools to recover
  acl-config: /home/gerrit2/acls/openstack/freezer.config
  groups:
    - freezer
`,
});
export const governanceOf = (project: string): Readonly<Record<string, string>> => ({
  'reference/projects.yaml': `---
freezer:
  irc-channel: openstack-freezer
  service: Backup
  deliverables:
    freezer:
      repos:
        - openstack/freezer
        - ${project}
`,
  'reference/legacy.yaml': `---
fuel:
  retired-on: 2018-01-01
  deliverables:
    fuel:
      repos:
        - openstack/fuel
`,
});

export const planOf = (server: string, { project, config, governance }: Names): string => `retirement: 1
kind: retire
by: owner
order: guide
team: freezer
wholeTeam: false
repositories: [${project}]
alternative:
  name: Masakari
  url: https://docs.openstack.org/masakari/
irc: openstack-freezer
date: '2026-12-24'
topic: retire-freezer-dr
server: ${server}/ # the one of the test
steps:
  - id: announce
    step: announce
    after: []
  - id: end-gating
    step: end-gating
    repo: ${config}
    after: [announce]
  - id: remove-content
    step: remove-content
    repo: ${project}
    after: [end-gating]
  - id: governance
    step: governance
    repo: ${governance}
    after: [remove-content]
  - id: remove-infra
    step: remove-infra
    repo: ${config}
    after: [governance]
`;

/** Writes files below a folder. */
export function write(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** What a person does in the view, and what they see of it. */
export class RetirementPage {
  constructor(private readonly window: SceneWindow) {}

  /** Of each row its label and description. */
  async rows(): Promise<string[]> {
    const rows = await this.window.workbench.treeRows(VIEW);
    return rows.map(({ label, description }) => `${label} ${description}`.trim());
  }

  /** Resolves with all rows once one is there. */
  row(what: string, wanted: RegExp): Promise<string[]> {
    return eventually(
      what,
      () => this.rows(),
      (all) => all.some((text) => wanted.test(text)),
      30_000,
    );
  }

  said(wanted: RegExp): Promise<string[]> {
    return eventually(
      `a message like ${wanted}`,
      () => this.window.workbench.notifications(),
      (all) => all.some((one) => wanted.test(one)),
      30_000,
    );
  }

  /** Runs a command for a step that it asks for. */
  async step(command: string, title: string): Promise<void> {
    await this.window.workbench.ask(`OpenStack: ${command}`);
    // What the command asks next opens in the same place.
    await this.window.page.locator('.quick-input-widget .monaco-list-row', { hasText: title }).first().click();
  }

  /** The other views of the side bar leave no room for twelve rows. */
  async alone(): Promise<void> {
    for (const view of ['Untested Lines', 'My Change']) {
      const header = this.window.page.locator('.pane-header', { hasText: view });
      if ((await header.getAttribute('aria-expanded')) === 'true') await header.click();
    }
  }

  async clear(): Promise<void> {
    await this.window.workbench.run('Notifications: Clear All Notifications');
  }

  /** The lines of the active editor. */
  async text(): Promise<string> {
    return (await this.window.workbench.editorLines()).map((line) => line.text).join('\n');
  }
}
