/**
 * What a Python test module defines, read from its text alone: no Python runs, so it works before an environment
 * exists, in Restricted Mode and on text that was not saved yet. All lines are 1-based.
 */
import { HEADER } from '../../project/python/definition';
import { logicalLines } from '../../project/python/lexer';
import { endOfLine } from '../../project/python/lines';
import { DOTTED_NAME, normalizedName } from '../../project/python/names';
import { importsOf } from './imports';

/** A method that unittest takes for a test by its name. Source: unittest.TestLoader.testMethodPrefix. */
export interface ScannedTest {
  readonly name: string;
  /** Line of the `def`. */
  readonly line: number;
  /** Line of its first decorator, else of the `def`. */
  readonly firstLine: number;
  /** Last line of its body. */
  readonly lastLine: number;
  /** Whether a decorator makes several tests of it, named `test_x_1_value` (ddt.data, parameterized.expand). */
  readonly generates: boolean;
}

export interface ScannedClass {
  readonly name: string;
  /** `Outer.Inner` for a class inside a class. */
  readonly qualname: string;
  /** Line of the `class`. */
  readonly line: number;
  readonly lastLine: number;
  /** Base classes as written, without subscripts and keywords: `base.TestCase`. */
  readonly bases: readonly string[];
  readonly tests: readonly ScannedTest[];
  readonly classes: readonly ScannedClass[];
  /** Whether the class body sets `scenarios` (testscenarios multiplies its tests then). */
  readonly scenarios: boolean;
}

export interface ScannedModule {
  readonly classes: readonly ScannedClass[];
  /** What a name of this module stands for, as written: `base` -> `nova.tests.base`, `utils` -> `..utils`. */
  readonly imports: ReadonlyMap<string, string>;
  /** Whether the module takes part in its own loading (`load_tests`), so that only a real listing is exact. */
  readonly loadTests: boolean;
}

interface Scope {
  readonly kind: 'class' | 'def';
  readonly indent: number;
  /** The class being read, or the test; undefined for any other function. */
  readonly entry: OpenClass | OpenTest | undefined;
}
type OpenTest = { -readonly [Key in keyof ScannedTest]: ScannedTest[Key] };
interface OpenClass extends Omit<ScannedClass, 'tests' | 'classes' | 'lastLine' | 'scenarios'> {
  readonly tests: OpenTest[];
  readonly classes: OpenClass[];
  lastLine: number;
  scenarios: boolean;
}

const BASE = new RegExp(`^\\s*(${DOTTED_NAME})\\s*(?:$|[\\[(])`, 'u');
const SCENARIOS = /scenarios\b[ \t]*(?::[^=]*)?=(?!=)/y;
const LOAD_TESTS = /load_tests\b[ \t]*=(?!=)/y;
/** Decorators that replace a method by several: ddt's data and its like, and parameterized's expand. */
const GENERATOR = new RegExp(`@[ \\t]*(?:${DOTTED_NAME}\\.)?(?:data|idata|file_data|named_data|expand)\\b`, 'uy');

export function scanModule(text: string): ScannedModule {
  const classes: OpenClass[] = [];
  const imports = new Map<string, string>();
  let loadTests = false;
  const scopes: Scope[] = [];
  let decorator: { line: number; generates: boolean } | undefined;

  const matchAt = (pattern: RegExp, at: number): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };

  for (const { firstLine: line, lastLine, indent, from, to } of logicalLines(text)) {
    while (scopes.length > 0 && indent <= scopes[scopes.length - 1]!.indent) scopes.pop();
    const scope = scopes[scopes.length - 1];
    for (const { entry } of scopes) if (entry) entry.lastLine = lastLine;

    // Only a few letters begin a statement that matters here; the rest of a module is passed over.
    switch (text.charAt(from)) {
      case '@':
        decorator = {
          line: decorator?.line ?? line,
          generates: (decorator?.generates ?? false) || matchAt(GENERATOR, from) !== null,
        };
        continue;
      case 'c': {
        const written = matchAt(HEADER, from)?.[2];
        if (written === undefined) break;
        const name = normalizedName(written);
        const outer = scope?.kind === 'class' ? (scope.entry as OpenClass) : undefined;
        const entry: OpenClass = {
          name,
          qualname: outer ? `${outer.qualname}.${name}` : name,
          line,
          lastLine,
          bases: basesOf(text.slice(HEADER.lastIndex, to)),
          tests: [],
          classes: [],
          scenarios: false,
        };
        // A class made inside a function is out of unittest's sight.
        if (outer) outer.classes.push(entry);
        else if (!scope) classes.push(entry);
        scopes.push({ kind: 'class', indent, entry });
        break;
      }
      case 'a':
      case 'd': {
        const written = matchAt(HEADER, from)?.[2];
        if (written === undefined) break;
        const name = normalizedName(written);
        let entry: OpenTest | undefined;
        if (scope?.kind === 'class' && name.startsWith('test')) {
          entry = {
            name,
            line,
            firstLine: decorator?.line ?? line,
            lastLine,
            generates: decorator?.generates ?? false,
          };
          (scope.entry as OpenClass).tests.push(entry);
        } else if (!scope && name === 'load_tests') {
          loadTests = true;
        }
        scopes.push({ kind: 'def', indent, entry });
        break;
      }
      case 's':
        if (scope?.kind === 'class' && matchAt(SCENARIOS, from)) (scope.entry as OpenClass).scenarios = true;
        break;
      case 'l':
        if (!scope && matchAt(LOAD_TESTS, from)) loadTests = true;
        break;
      case 'f':
      case 'i':
        if (!scope) for (const [name, target] of importsOf(text.slice(from, to))) imports.set(name, target);
        break;
    }
    decorator = undefined;
  }
  return { classes, imports, loadTests };
}

/** All classes of a module, a class before the classes inside it. */
export function* allClasses(classes: readonly ScannedClass[]): Generator<ScannedClass> {
  for (const each of classes) {
    yield each;
    yield* allClasses(each.classes);
  }
}

/** Base classes in the rest of a class statement, `(base.A, Generic[T], metaclass=M):`. */
function basesOf(rest: string): string[] {
  const open = rest.indexOf('(');
  const colon = rest.indexOf(':');
  if (open === -1 || (colon !== -1 && colon < open)) return [];
  const bases: string[] = [];
  for (const argument of topLevelArguments(rest, open + 1)) {
    const name = BASE.exec(argument.replace(/#.*/g, ''))?.[1];
    if (name !== undefined) bases.push(normalizedName(name));
  }
  return bases;
}

function topLevelArguments(text: string, from: number): string[] {
  const found: string[] = [];
  let depth = 0;
  let start = from;
  for (let at = from; at < text.length; at++) {
    const char = text[at]!;
    if (char === '#') {
      at = endOfLine(text, at);
    } else if ('([{'.includes(char)) {
      depth++;
    } else if (char === ')' && depth === 0) {
      return [...found, text.slice(start, at)];
    } else if (')]}'.includes(char)) {
      depth--;
    } else if (char === ',' && depth === 0) {
      found.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return found;
}
