/** What package.json contributes, and what it refers to. */

export interface Manifest {
  readonly activationEvents?: readonly string[];
  readonly capabilities?: { readonly untrustedWorkspaces?: { readonly restrictedConfigurations?: readonly string[] } };
  readonly contributes?: Contributes;
}

export interface Contributes {
  readonly commands?: readonly Command[];
  readonly views?: Readonly<Record<string, readonly View[]>>;
  readonly viewsContainers?: Readonly<Record<string, readonly { readonly id: string }[]>>;
  readonly viewsWelcome?: readonly { readonly view: string; readonly contents: string; readonly when?: string }[];
  readonly menus?: Readonly<Record<string, readonly MenuItem[]>>;
  readonly submenus?: readonly { readonly id: string }[];
  readonly keybindings?: readonly MenuItem[];
  readonly colors?: readonly Color[];
  readonly configuration?: Configuration | readonly Configuration[];
  readonly taskDefinitions?: readonly { readonly type: string }[];
  readonly problemMatchers?: readonly { readonly name: string }[];
  readonly walkthroughs?: readonly Walkthrough[];
}

interface Command {
  readonly command: string;
  readonly title?: string;
  readonly category?: string;
  readonly enablement?: string;
}

interface View {
  readonly id: string;
  readonly when?: string;
}

export interface MenuItem {
  readonly command?: string;
  readonly submenu?: string;
  readonly when?: string;
}

interface Color {
  readonly id: string;
  readonly description?: string;
  readonly defaults?: Readonly<Record<string, string>>;
}

interface Configuration {
  readonly properties?: Readonly<Record<string, Setting>>;
}

export interface Setting {
  readonly description?: string;
  readonly markdownDescription?: string;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly markdownEnumDescriptions?: readonly string[];
}

interface Walkthrough {
  readonly id: string;
  readonly description?: string;
  readonly when?: string;
  readonly steps: readonly {
    readonly description?: string;
    readonly when?: string;
    readonly completionEvents?: readonly string[];
  }[];
}

export function settingsOf({ configuration }: Contributes): Readonly<Record<string, Setting>> {
  const all: readonly Configuration[] = Array.isArray(configuration)
    ? (configuration as readonly Configuration[])
    : [(configuration ?? {}) as Configuration];
  return Object.assign({}, ...all.map((one) => one.properties ?? {})) as Record<string, Setting>;
}

export function viewIdsOf({ views = {} }: Contributes): string[] {
  return Object.values(views).flatMap((group) => group.map((view) => view.id));
}

export function menuItemsOf({ menus = {}, keybindings = [] }: Contributes): MenuItem[] {
  return [...Object.values(menus).flat(), ...keybindings];
}

/** Every `when` clause and what is like one. */
export function clausesOf(contributes: Contributes): string[] {
  const { commands = [], views = {}, viewsWelcome = [], walkthroughs = [] } = contributes;
  const carriers = [
    ...menuItemsOf(contributes),
    ...Object.values(views).flat(),
    ...viewsWelcome,
    ...walkthroughs,
    ...walkthroughs.flatMap((walkthrough) => walkthrough.steps),
  ];
  return [...commands.map((command) => command.enablement), ...carriers.map((carrier) => carrier.when)].filter(
    (clause) => clause !== undefined,
  );
}

/** Commands that the texts of welcome views and walkthroughs link to. */
export function linkedCommandsOf({ viewsWelcome = [], walkthroughs = [] }: Contributes): string[] {
  const texts = [
    ...viewsWelcome.map((welcome) => welcome.contents),
    ...walkthroughs.flatMap(({ description = '', steps }) => [
      description,
      ...steps.map((step) => step.description ?? ''),
    ]),
  ];
  return texts.flatMap((text) => [...text.matchAll(/\(command:([\w.-]+)/g)].map(([, id = '']) => id));
}

/** What walkthrough steps and activation wait for, such as `onCommand:id`. */
export function eventsOf({ activationEvents = [], contributes = {} }: Manifest): string[] {
  const steps = (contributes.walkthroughs ?? []).flatMap((walkthrough) => walkthrough.steps);
  return [...activationEvents, ...steps.flatMap((step) => step.completionEvents ?? [])];
}
