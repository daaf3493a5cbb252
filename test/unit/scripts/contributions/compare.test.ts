import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { CodeIds } from '../../../../scripts/contributions/code';
import { compare } from '../../../../scripts/contributions/compare';
import type { Contributes, Manifest } from '../../../../scripts/contributions/manifest';

const id = (name: string): string => `openstackContributor.${name}`;

/** package.json and source of a small extension that agree. */
function contributes(): Contributes {
  return {
    commands: [{ command: id('show'), title: 'Show', category: 'OpenStack', enablement: id('ready') }],
    viewsContainers: { activitybar: [{ id: 'openstackContributor' }] },
    views: { openstackContributor: [{ id: id('lines') }] },
    viewsWelcome: [{ view: id('lines'), contents: `Nothing.\n[Show](command:${id('show')})`, when: `!${id('ready')}` }],
    menus: {
      'view/title': [{ command: id('show'), when: `view == ${id('lines')}` }],
      'view/item/context': [{ command: id('show'), when: 'viewItem == file' }],
    },
    keybindings: [{ command: id('lines.focus') }],
    colors: [
      {
        id: id('mark'),
        description: 'A mark.',
        defaults: { light: '#000', dark: '#fff', highContrast: '#fff', highContrastLight: '#000' },
      },
    ],
    configuration: {
      properties: { [id('kind')]: { description: 'Which.', enum: ['a'], enumDescriptions: ['That.'] } },
    },
    taskDefinitions: [{ type: 'tox' }],
    problemMatchers: [{ name: 'tox' }],
    walkthroughs: [{ id: 'start', steps: [{ description: 'Do.', completionEvents: [`onCommand:${id('show')}`] }] }],
  };
}

function code(): CodeIds {
  return {
    commands: new Set([id('show')]),
    usedCommands: new Set([id('show'), id('lines.focus'), 'vscode.open']),
    views: new Set([id('lines')]),
    settings: new Set([id('kind'), 'editor.fontSize']),
    contexts: new Set([id('ready')]),
    contextValues: new Set(['file']),
    colors: new Set([id('mark'), 'charts.red']),
    taskTypes: new Set(['tox']),
    problemMatchers: new Set(['$tox']),
    unclear: [],
  };
}

function faults(change: Partial<Contributes> = {}, source: Partial<CodeIds> = {}, manifest: Manifest = {}): string[] {
  const all = { ...manifest, contributes: { ...contributes(), ...change } };
  return compare(all, { ...code(), ...source });
}

/** Whether each of the texts stands in exactly one of the faults, and there are no others. */
function assertFaults(actual: readonly string[], ...texts: string[]): void {
  assert.equal(actual.length, texts.length, actual.join('\n'));
  texts.forEach((text, index) => assert.ok(actual[index]?.includes(text), `${actual[index]} says: ${text}`));
}

describe('contributions', () => {
  it('contributions agree with the source if both name the same', () => {
    assert.deepEqual(faults(), []);
  });

  it('contributed and registered commands are the same', () => {
    assertFaults(
      faults({}, { commands: new Set([id('other')]) }),
      `${id('show')} is contributed and never registered`,
      `${id('other')} is registered and not contributed`,
    );
  });

  it('contributed commands have title and category, once each', () => {
    const command = { command: id('show'), title: 'Show', category: 'OpenStack', enablement: id('ready') };
    assertFaults(
      faults({ commands: [command, { ...command, category: '' }] }),
      'no title or no category',
      'contributed twice',
    );
  });

  it('contributions name existing commands in menus, keys, texts, events and in the source', () => {
    assertFaults(
      faults({ keybindings: [{ command: id('gone') }] }, { usedCommands: new Set([id('away')]) }),
      `uses the command ${id('away')}`,
      `names the command ${id('gone')}`,
    );
    assertFaults(
      faults({ viewsWelcome: [{ view: id('lines'), contents: `[Go](command:${id('gone')})` }] }),
      `links to the command ${id('gone')}`,
    );
    assertFaults(
      faults({ walkthroughs: [{ id: 'w', steps: [{ completionEvents: [`onCommand:${id('gone')}`] }] }] }),
      'onCommand',
    );
  });

  it('contributed views have a provider, in containers that exist', () => {
    assertFaults(
      faults({}, { views: new Set([id('other')]) }),
      `${id('lines')} is contributed and has no provider`,
      `${id('other')} has a provider and is not contributed`,
    );
    assertFaults(faults({ viewsContainers: {} }), 'the container openstackContributor');
    assertFaults(
      faults({ menus: { 'view/title': [{ command: id('show'), when: `view == ${id('gone')} && viewItem == file` }] } }),
      `${id('gone')} is named`,
    );
  });

  it('contributed settings are described and read', () => {
    assertFaults(
      faults({}, { settings: new Set([id('other')]) }),
      `${id('kind')} is contributed and never read`,
      `${id('other')} is read and not contributed`,
    );
    assertFaults(
      faults({
        configuration: [
          { properties: { [id('kind')]: { description: ' ', enum: ['a', 'b'], enumDescriptions: ['A'] } } },
        ],
      }),
      'has no description',
      'does not describe each of its values',
    );
    assertFaults(
      faults({}, {}, { capabilities: { untrustedWorkspaces: { restrictedConfigurations: [id('gone')] } } }),
      `${id('gone')} is named`,
    );
  });

  it('contributed colours are used, for every kind of theme', () => {
    assertFaults(
      faults(
        { colors: [{ id: id('mark'), defaults: { light: '#000', dark: '#fff', highContrast: '#fff' } }] },
        { colors: new Set([id('other')]) },
      ),
      `${id('mark')} is contributed and never used`,
      `${id('other')} is used and not contributed`,
      'has no description',
      'no default for highContrastLight',
    );
  });

  it('contributions use when keys that are set, and values that tree items have', () => {
    assertFaults(
      faults({}, { contexts: new Set([id('other')]) }),
      `asks for ${id('ready')}, which is never set`,
      `sets ${id('other')}, which no clause asks for`,
    );
    assertFaults(faults({}, { contextValues: new Set(['files']) }), 'compares viewItem with ^file$');
    assertFaults(
      faults({ keybindings: [{ command: id('show'), when: `viewItem =~ /^fil/ && ${id('state')} == 'x'` }] }),
      id('state'),
    );
  });

  it('contributed tasks have providers, and problem matchers are used', () => {
    assertFaults(
      faults({ taskDefinitions: [], problemMatchers: [{ name: 'other' }] }),
      'type tox have a provider and are not contributed',
      '$other is contributed and never used',
      '$tox is used and not contributed',
    );
  });

  it('activation events start the extension only where it is needed', () => {
    assertFaults(
      faults({}, {}, { activationEvents: ['*', `onView:${id('gone')}`, 'workspaceContains:tox.ini'] }),
      '*',
      'onView',
    );
  });

  it('contributions fail if an id cannot be followed', () => {
    assertFaults(faults({}, { unclear: ['src/a.ts:3 a command'] }), 'src/a.ts:3 a command');
  });
});
