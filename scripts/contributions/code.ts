/** What the source registers, reads and sets through the API of VS Code, as ids. */
import { relative } from 'node:path';
import ts from 'typescript';
import { forEachNode, Strings } from './strings';

export interface CodeIds {
  /** Commands that are registered. */
  readonly commands: Set<string>;
  /** Commands that are run, or that a button or a tree row names. */
  readonly usedCommands: Set<string>;
  /** Views that have a provider. */
  readonly views: Set<string>;
  /** Settings that are read, in full: `section.key`. */
  readonly settings: Set<string>;
  /** `when` keys that are set. */
  readonly contexts: Set<string>;
  /** Values of `TreeItem.contextValue`, which `viewItem` is compared with. */
  readonly contextValues: Set<string>;
  readonly colors: Set<string>;
  readonly taskTypes: Set<string>;
  /** With their `$`. */
  readonly problemMatchers: Set<string>;
  /** Places where an id is made in a way that cannot be followed, as `file:line what`. */
  readonly unclear: string[];
}

/** @param files the source files, absolute */
export function readCode(files: readonly string[], options: ts.CompilerOptions, root: string): CodeIds {
  const program = ts.createProgram({ rootNames: files, options });
  const wanted = new Set(files);
  const sources = program.getSourceFiles().filter((source) => wanted.has(source.fileName));
  const reader = new CodeReader(program, sources, root);
  for (const source of sources) {
    forEachNode(source, (node) => reader.read(node));
  }
  return reader.ids;
}

class CodeReader {
  readonly ids: CodeIds = {
    commands: new Set(),
    usedCommands: new Set(),
    views: new Set(),
    settings: new Set(),
    contexts: new Set(),
    contextValues: new Set(),
    colors: new Set(),
    taskTypes: new Set(),
    problemMatchers: new Set(),
    unclear: [],
  };
  private readonly strings: Strings;

  constructor(
    program: ts.Program,
    sources: readonly ts.SourceFile[],
    private readonly root: string,
  ) {
    this.strings = new Strings(program, sources);
  }

  read(node: ts.Node): void {
    if (ts.isCallExpression(node)) {
      this.readCall(node, this.apiName(node.expression));
    } else if (ts.isNewExpression(node)) {
      this.readNew(node, this.apiName(node.expression));
    } else if (ts.isStringLiteralLike(node) && /^\$[a-z]/.test(node.text)) {
      this.ids.problemMatchers.add(node.text);
    } else {
      this.readProperty(node);
    }
  }

  private readCall(call: ts.CallExpression, api: string | undefined): void {
    const [first, second] = call.arguments;
    switch (api) {
      case 'commands.registerCommand':
      case 'commands.registerTextEditorCommand':
        this.add(this.ids.commands, first, 'a command');
        break;
      case 'commands.executeCommand':
        if (this.strings.valuesOf(first)?.includes('setContext')) {
          this.add(this.ids.contexts, second, 'a `when` key');
        } else {
          this.addKnown(this.ids.usedCommands, first);
        }
        break;
      case 'window.createTreeView':
      case 'window.registerTreeDataProvider':
      case 'window.registerWebviewViewProvider':
        this.add(this.ids.views, first, 'a view');
        break;
      case 'tasks.registerTaskProvider':
        this.add(this.ids.taskTypes, first, 'a type of tasks');
        break;
      case 'WorkspaceConfiguration.get':
      case 'WorkspaceConfiguration.inspect':
        this.readSetting(call);
        break;
      default:
        break;
    }
  }

  private readNew(call: ts.NewExpression, api: string | undefined): void {
    if (api === 'ThemeColor') {
      this.add(this.ids.colors, call.arguments?.[0], 'a colour');
    }
  }

  /** `command: …` and `contextValue: …` of an object, or assigned to one. */
  private readProperty(node: ts.Node): void {
    const [name, value] = ts.isPropertyAssignment(node)
      ? [node.name, node.initializer]
      : ts.isBinaryExpression(node) &&
          node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
          ts.isPropertyAccessExpression(node.left)
        ? [node.left.name, node.right]
        : [];
    if (name !== undefined && ts.isIdentifier(name)) {
      if (name.text === 'command') {
        this.addKnown(this.ids.usedCommands, value);
      } else if (name.text === 'contextValue') {
        this.add(this.ids.contextValues, value, 'a contextValue');
      }
    }
  }

  /** `getConfiguration(section).get(key)`, the configuration possibly kept in a constant between. */
  private readSetting(call: ts.CallExpression): void {
    const sections = this.sectionsOf(call.expression);
    const keys = this.strings.valuesOf(call.arguments[0]);
    if (sections === undefined || keys === undefined) {
      this.unclear(call, 'a setting');
      return;
    }
    for (const section of sections) {
      for (const key of keys) {
        this.ids.settings.add(section === '' ? key : `${section}.${key}`);
      }
    }
  }

  /** @param method `….get` of a configuration */
  private sectionsOf(method: ts.Expression): string[] | undefined {
    if (!ts.isPropertyAccessExpression(method)) {
      return undefined;
    }
    const declaration = this.strings.declarationOf(method.expression);
    const configuration =
      declaration !== undefined && ts.isVariableDeclaration(declaration) ? declaration.initializer : method.expression;
    if (configuration === undefined || !ts.isCallExpression(configuration)) {
      return undefined;
    }
    const [section] = configuration.arguments;
    return section === undefined ? [''] : this.strings.valuesOf(section);
  }

  private add(ids: Set<string>, expression: ts.Expression | undefined, what: string): void {
    if (!this.addKnown(ids, expression) && expression !== undefined) {
      this.unclear(expression, what);
    }
  }

  private addKnown(ids: Set<string>, expression: ts.Expression | undefined): boolean {
    const values = this.strings.valuesOf(expression);
    values?.forEach((value) => ids.add(value));
    return values !== undefined;
  }

  private unclear(node: ts.Node, what: string): void {
    const source = node.getSourceFile();
    const line = source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    this.ids.unclear.push(`${relative(this.root, source.fileName)}:${line} ${what}`);
  }

  /** What is called, when that is a part of VS Code's API: `commands.registerCommand`, `ThemeColor`. */
  private apiName(callee: ts.Expression): string | undefined {
    const declaration = this.strings.declarationOf(ts.isPropertyAccessExpression(callee) ? callee.name : callee);
    if (declaration?.getSourceFile().fileName.includes('@types/vscode/') !== true) {
      return undefined;
    }
    const holder = declaration.parent;
    const name = (declaration as ts.NamedDeclaration).name?.getText() ?? '';
    if (ts.isInterfaceDeclaration(holder)) {
      return `${holder.name.text}.${name}`;
    }
    const module = ts.isModuleBlock(holder) ? holder.parent.name : undefined;
    // Classes stand in the module 'vscode' itself, functions in a namespace of it.
    return module === undefined || ts.isStringLiteral(module) ? name : `${module.text}.${name}`;
  }
}
