/** What package.json says and the source does not do, and the other way round. */
import type { CodeIds } from './code';
import { clausesOf, eventsOf, linkedCommandsOf, type Manifest, menuItemsOf, settingsOf, viewIdsOf } from './manifest';

/** Begins every id of ours. What begins otherwise belongs to VS Code or to another extension. */
const PREFIX = 'openstackContributor.';

/** The faults, a sentence each; none when both agree. */
export function compare(manifest: Manifest, code: CodeIds): string[] {
  return [
    ...code.unclear.map((place) => `${place}: cannot tell which id that is; write it as a literal.`),
    ...commandFaults(manifest, code),
    ...viewFaults(manifest, code),
    ...settingFaults(manifest, code),
    ...colorFaults(manifest, code),
    ...contextFaults(manifest, code),
    ...taskFaults(manifest, code),
    ...eventFaults(manifest),
  ];
}

function commandFaults({ contributes = {} }: Manifest, code: CodeIds): string[] {
  const commands = contributes.commands ?? [];
  const contributed = new Set(commands.map((command) => command.command));
  // VS Code makes these for each view by itself.
  const ofViews = viewIdsOf(contributes).flatMap((id) =>
    ['focus', 'open', 'toggleVisibility'].map((verb) => `${id}.${verb}`),
  );
  const known = new Set([...contributed, ...ofViews]);
  const submenus = new Set((contributes.submenus ?? []).map((submenu) => submenu.id));
  const items = menuItemsOf(contributes);
  return [
    ...missing(contributed, code.commands, (id) => `The command ${id} is contributed and never registered.`),
    ...missing(code.commands, contributed, (id) => `The command ${id} is registered and not contributed.`),
    ...missing(ours(code.usedCommands), known, (id) => `The source uses the command ${id}, which does not exist.`),
    ...missing(
      ours(items.map((item) => item.command)),
      known,
      (id) => `A menu or key names the command ${id}, which does not exist.`,
    ),
    ...missing(
      ours(items.map((item) => item.submenu)),
      submenus,
      (id) => `A menu names the submenu ${id}, which does not exist.`,
    ),
    ...missing(
      ours(linkedCommandsOf(contributes)),
      known,
      (id) => `A text links to the command ${id}, which does not exist.`,
    ),
    ...commands
      .filter((command) => !command.title || !command.category)
      .map((command) => `The command ${command.command} has no title or no category.`),
    ...repeated(commands.map((command) => command.command)).map((id) => `The command ${id} is contributed twice.`),
  ];
}

function viewFaults({ contributes = {} }: Manifest, code: CodeIds): string[] {
  const views = new Set(viewIdsOf(contributes));
  const containers = new Set(
    Object.values(contributes.viewsContainers ?? {}).flatMap((group) => group.map(({ id }) => id)),
  );
  const builtIn = ['explorer', 'scm', 'debug', 'test', 'remote'];
  const welcomed = (contributes.viewsWelcome ?? []).map((welcome) => welcome.view);
  const compared = clausesOf(contributes).flatMap((clause) =>
    [...clause.matchAll(/\bview\s*==\s*'?([\w.-]+)/g)].map(([, id]) => id),
  );
  return [
    ...missing(views, code.views, (id) => `The view ${id} is contributed and has no provider.`),
    ...missing(code.views, views, (id) => `The view ${id} has a provider and is not contributed.`),
    ...missing(ours([...welcomed, ...compared]), views, (id) => `The view ${id} is named and does not exist.`),
    ...missing(
      Object.keys(contributes.views ?? {}),
      new Set([...containers, ...builtIn]),
      (id) => `Views are put into the container ${id}, which does not exist.`,
    ),
  ];
}

function settingFaults({ contributes = {}, capabilities }: Manifest, code: CodeIds): string[] {
  const settings = settingsOf(contributes);
  const contributed = new Set(Object.keys(settings));
  const inClauses = clausesOf(contributes).flatMap((clause) =>
    [...clause.matchAll(/\bconfig\.([\w.-]+)/g)].map(([, id]) => id),
  );
  const restricted = capabilities?.untrustedWorkspaces?.restrictedConfigurations ?? [];
  return [
    ...missing(contributed, code.settings, (id) => `The setting ${id} is contributed and never read.`),
    ...missing(ours(code.settings), contributed, (id) => `The setting ${id} is read and not contributed.`),
    ...missing(
      ours([...inClauses, ...restricted]),
      contributed,
      (id) => `The setting ${id} is named and does not exist.`,
    ),
    ...Object.entries(settings).flatMap(([id, setting]) => {
      const described = setting.description ?? setting.markdownDescription ?? '';
      const choices = setting.enumDescriptions ?? setting.markdownEnumDescriptions ?? [];
      return [
        ...(described.trim() === '' ? [`The setting ${id} has no description.`] : []),
        ...(setting.enum !== undefined && choices.length !== setting.enum.length
          ? [`The setting ${id} does not describe each of its values.`]
          : []),
      ];
    }),
  ];
}

function colorFaults({ contributes = {} }: Manifest, code: CodeIds): string[] {
  const colors = contributes.colors ?? [];
  const contributed = new Set(colors.map((color) => color.id));
  const kinds = ['light', 'dark', 'highContrast', 'highContrastLight'];
  return [
    ...missing(contributed, code.colors, (id) => `The colour ${id} is contributed and never used.`),
    ...missing(ours(code.colors), contributed, (id) => `The colour ${id} is used and not contributed.`),
    ...colors.flatMap(({ id, description, defaults = {} }) => [
      ...(description ? [] : [`The colour ${id} has no description.`]),
      ...missing(
        kinds,
        new Set(Object.keys(defaults)),
        (kind) => `The colour ${id} has no default for ${kind} themes.`,
      ),
    ]),
  ];
}

function contextFaults({ contributes = {} }: Manifest, code: CodeIds): string[] {
  const clauses = clausesOf(contributes);
  // What stands right of a comparison is a value: an id of a view begins like a key.
  const read = clauses.flatMap((clause) => {
    const keys = clause.replaceAll(/(?:==|!=|=~|\bin\b)\s*(?:'[^']*'|\/[^/]*\/\w*|[\w.:-]+)/g, '');
    return [...keys.matchAll(/[\w.-]+/g)].map(([key]) => key).filter((key) => !key.startsWith('config.'));
  });
  const values = [...code.contextValues];
  const compared = clauses.flatMap((clause) => [
    ...[...clause.matchAll(/\bviewItem\s*==\s*'?([\w.-]+)/g)].map(([, value = '']) => new RegExp(`^${value}$`)),
    ...[...clause.matchAll(/\bviewItem\s*=~\s*\/([^/]+)\//g)].map(([, pattern = '']) => new RegExp(pattern)),
  ]);
  return [
    ...missing(ours(read), code.contexts, (key) => `A clause asks for ${key}, which is never set.`),
    ...missing(ours(code.contexts), new Set(read), (key) => `The source sets ${key}, which no clause asks for.`),
    ...compared
      .filter((pattern) => !values.some((value) => pattern.test(value)))
      .map((pattern) => `A clause compares viewItem with ${pattern.source}, which no tree item has.`),
  ];
}

function taskFaults({ contributes = {} }: Manifest, code: CodeIds): string[] {
  const types = new Set((contributes.taskDefinitions ?? []).map((definition) => definition.type));
  const matchers = new Set((contributes.problemMatchers ?? []).map((matcher) => `$${matcher.name}`));
  return [
    ...missing(types, code.taskTypes, (type) => `Tasks of type ${type} are contributed and have no provider.`),
    ...missing(code.taskTypes, types, (type) => `Tasks of type ${type} have a provider and are not contributed.`),
    ...missing(matchers, code.problemMatchers, (name) => `The problem matcher ${name} is contributed and never used.`),
    ...missing(code.problemMatchers, matchers, (name) => `The problem matcher ${name} is used and not contributed.`),
  ];
}

/** Activation and walkthrough events: `*` would start the extension in every window. */
function eventFaults(manifest: Manifest): string[] {
  const contributes = manifest.contributes ?? {};
  const known: Readonly<Record<string, ReadonlySet<string>>> = {
    onCommand: new Set((contributes.commands ?? []).map((command) => command.command)),
    onView: new Set(viewIdsOf(contributes)),
    onSettingChanged: new Set(Object.keys(settingsOf(contributes))),
  };
  return eventsOf(manifest).flatMap((event) => {
    if (event === '*' || event === 'onStartupFinished') {
      return [`The activation event ${event} starts the extension where nobody needs it.`];
    }
    const [kind = '', id = ''] = event.split(/:(.*)/s);
    const wrong = id.startsWith(PREFIX) && known[kind]?.has(id) === false;
    return wrong ? [`The event ${event} names what does not exist.`] : [];
  });
}

function ours(ids: Iterable<string | undefined>): string[] {
  return [...new Set(ids)].filter((id) => id !== undefined).filter((id) => id.startsWith(PREFIX));
}

function missing(ids: Iterable<string>, from: ReadonlySet<string>, say: (id: string) => string): string[] {
  return [...ids].filter((id) => !from.has(id)).map(say);
}

function repeated(ids: readonly string[]): string[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}
