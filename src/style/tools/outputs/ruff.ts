import * as v from 'valibot';
import type { Row, RowEdit, RowPosition } from '../../findings/finding';
import { type LineParser, relative } from './lineParser';

/**
 * ruff check. `full`, the default: `F401 [*] text`, then ` --> path:row:col`, then the source in a frame.
 * `concise`: `path:row:col: F401 [*] text`. A file that does not parse has `invalid-syntax: text`. Columns count
 * characters from 1. `ruff format --check`: `Would reformat: path`.
 */
const headline = /^([A-Z]+\d+(?= )|[a-z]+(?:-[a-z]+)+(?=:)):? (?:\[[*-]\] )?(.+)$/;
const arrow = /^\s*--> (.+?):(\d+):(\d+)$/;
const concise = /^(.+?):(\d+):(\d+): ([A-Z]+\d+|invalid-syntax|SyntaxError):? (?:\[[*-]\] )?(.*)$/;
const wouldReformat = /^Would reformat: (.+)$/;

export function ruffOutput(): LineParser {
  let headlineBefore: { code: string; message: string } | undefined;
  return {
    push(line) {
      const place = arrow.exec(line);
      if (place && headlineBefore) {
        const found = { ...at(place[1], place[2], place[3]), ...headlineBefore };
        headlineBefore = undefined;
        return [found];
      }
      headlineBefore = undefined;
      const short = concise.exec(line);
      if (short) return [{ ...at(short[1], short[2], short[3]), code: short[4], message: short[5] ?? '' }];
      const format = wouldReformat.exec(line);
      if (format) return [{ ...formatRow, file: relative(format[1] ?? '') }];
      const started = headline.exec(line);
      if (started) {
        headlineBefore = { code: started[1] ?? '', message: started[2] ?? '' };
        return [];
      }
      return undefined;
    },
    end: () => [],
  };
}

const formatRow = { tool: 'ruff', line: 0, code: 'format', message: 'ruff format would change this file' };

function at(file = '', line = '0', column = '1') {
  const unit = 'characters' as const;
  return { tool: 'ruff', file: relative(file), line: Number(line), column: Math.max(Number(column) - 1, 0), unit };
}

const point = v.object({ row: v.number(), column: v.number() });
const edit = v.object({ content: v.string(), location: point, end_location: point });
const document = v.array(
  v.object({
    code: v.nullish(v.string()),
    filename: v.string(),
    message: v.string(),
    location: point,
    end_location: point,
    fix: v.nullish(v.object({ applicability: v.string(), message: v.nullish(v.string()), edits: v.array(edit) })),
  }),
);

/** The rows of `ruff check --output-format json`; undefined when `text` is no such document. */
export function parseRuffJson(text: string): Row[] | undefined {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), document), text);
  if (!parsed.success) return undefined;
  return parsed.output.map(({ code, filename, message, location, end_location, fix }) => ({
    tool: 'ruff',
    file: filename,
    line: location.row,
    column: location.column - 1,
    unit: 'characters',
    end: positionOf(end_location),
    code: code ?? 'invalid-syntax',
    message,
    // `unsafe` ones may change what the code does, `display` ones are not complete.
    ...(fix?.applicability === 'safe' && { fix: { title: fix.message ?? message, edits: fix.edits.map(editOf) } }),
  }));
}

function positionOf({ row, column }: v.InferOutput<typeof point>): RowPosition {
  return { line: row, column: Math.max(column - 1, 0) };
}

function editOf({ content, location, end_location }: v.InferOutput<typeof edit>): RowEdit {
  return { start: positionOf(location), end: positionOf(end_location), text: content };
}
