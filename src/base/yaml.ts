/**
 * YAML of a repository, which is hostile input: few levels, few aliases, and errors that say where.
 * The library is loaded when the first file is read, so that activation does not pay for it.
 */
import type { CST, Document, DocumentOptions, LineCounter, ParseOptions, SchemaOptions, Tags } from 'yaml';
import { messageOf, UserError } from './errors';

/** What callers let a file have: thousands of lines. The library needs up to half a second for a hostile one. */
export const MAX_YAML_BYTES = 64 << 10;

/** Collections within each other, the document counted. */
const MAX_DEPTH = 100;
const MAX_ALIASES = 100;

/**
 * What a YAML text says, read as PyYAML does: YAML 1.1 with merge keys, and the last of two equal keys counts. An empty
 * text is null.
 *
 * @param file its name as a person knows it, for the error
 * @throws UserError `bad-yaml`
 */
export async function readYaml(text: string, file: string): Promise<unknown> {
  const { document, lineOf } = await parse(text, file);
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES }) as unknown;
  } catch (error) {
    // Too many aliases, an alias that leads nowhere, what cannot be merged: the library does not say where.
    throw badYaml(file, lineOf(0), messageOf(error));
  }
}

/** A key of the mapping that a text is. */
export interface YamlKey {
  readonly name: string;
  /** UTF-16 index of the start of its line. */
  readonly from: number;
}

/**
 * The keys that a text has at its top, in their order; none when it is no mapping.
 * @throws UserError `bad-yaml`
 */
export async function topLevelKeys(text: string, file: string): Promise<YamlKey[]> {
  const { document } = await parse(text, file);
  const { isMap, isScalar } = await import('./yamlLibrary');
  if (!isMap(document.contents)) return [];
  return document.contents.items.flatMap(({ key }) => {
    if (!isScalar(key) || typeof key.value !== 'string') return [];
    return [{ name: key.value, from: text.lastIndexOf('\n', key.range[0] - 1) + 1 }];
  });
}

/** A YAML text with its places, for what is written again: the comments and the order of a person's file stay. */
export interface YamlText {
  /** Undefined where the text has errors. */
  readonly document: Document.Parsed | undefined;
  readonly problems: readonly YamlProblem[];
}

/** Why a text cannot be read, with its place as a UTF-16 index. */
interface YamlProblem {
  readonly at: number;
  readonly message: string;
}

/**
 * Reads YAML 1.2, in which dates and `on` are texts and a key comes once. Unlike `readYaml` it is for files of our own
 * making that people edit, so all errors are given, and nothing is resolved.
 */
export async function readYamlText(text: string): Promise<YamlText> {
  const found = await compose(text, { version: '1.2', uniqueKeys: true, logLevel: 'error' });
  if ('tooDeep' in found) return { document: undefined, problems: [{ at: found.tooDeep, message: TOO_DEEP }] };
  const [document, second] = found.documents;
  const problems = (document?.errors ?? []).map(({ pos, message }) => ({ at: pos[0], message }));
  if (!document) problems.push({ at: 0, message: NO_DOCUMENT });
  if (second) problems.push({ at: second.range[0], message: SECOND_DOCUMENT });
  return { document: problems.length === 0 ? document : undefined, problems };
}

interface Parsed {
  readonly document: Document.Parsed;
  /** 1-based line of a UTF-16 index. */
  readonly lineOf: (offset: number) => number;
}

const TOO_DEEP = 'it is nested too deeply';
const NO_DOCUMENT = 'there is no document in it';
const SECOND_DOCUMENT = 'a second document starts';

async function parse(text: string, file: string): Promise<Parsed> {
  const found = await compose(text, { version: '1.1', uniqueKeys: false, logLevel: 'error', customTags: asPyYaml });
  const { lineOf } = found;
  if ('tooDeep' in found) throw badYaml(file, lineOf(found.tooDeep), TOO_DEEP);
  const [document, second] = found.documents;
  if (!document) throw badYaml(file, 1, NO_DOCUMENT);
  const [error] = document.errors;
  if (error) throw badYaml(file, lineOf(error.pos[0]), error.message);
  if (second) throw badYaml(file, lineOf(second.range[0]), SECOND_DOCUMENT);
  return { document, lineOf };
}

/** The documents of a text, or the place where it is nested too deeply. */
async function compose(
  text: string,
  options: DocumentOptions & SchemaOptions & ParseOptions,
): Promise<
  { readonly lineOf: Parsed['lineOf'] } & (
    | { readonly documents: readonly Document.Parsed[] }
    | { readonly tooDeep: number }
  )
> {
  const { Composer, Lexer, LineCounter, Parser } = await import('./yamlLibrary');
  const lines: LineCounter = new LineCounter();
  const lineOf = (offset: number): number => Math.max(lines.linePos(offset).line, 1);
  lines.addNewLine(0);
  const parser = new Parser(lines.addNewLine);
  const tokens: CST.Token[] = [];
  // Parser and composer call themselves for each level, where the text goes back to its first one too, and near the end
  // of the stack V8 cannot even compile a regular expression, which ends the process.
  for (const lexeme of new Lexer().lex(text)) {
    tokens.push(...parser.next(lexeme));
    if (parser.stack.length > MAX_DEPTH) return { lineOf, tooDeep: parser.offset };
  }
  tokens.push(...parser.end());
  return { lineOf, documents: [...new Composer(options).compose(tokens, true, text.length)] };
}

/** `y` and `n` alone are words to PyYAML, as in flake8's `--select N`. Source: PyYAML, resolver.py. */
const asPyYaml = (tags: Tags): Tags =>
  tags.map((tag) =>
    typeof tag === 'object' && tag.tag === 'tag:yaml.org,2002:bool' && tag.test
      ? {
          ...tag,
          test: tag.test.test('true')
            ? /^(?:[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON)$/
            : /^(?:[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF)$/,
        }
      : tag,
  );

function badYaml(file: string, line: number, why: string): UserError<'bad-yaml'> {
  const words = why.charAt(0).toLowerCase() + why.slice(1).replace(/\.$/, '');
  return new UserError('bad-yaml', `${file} is no valid YAML at line ${line}: ${words}.`);
}
