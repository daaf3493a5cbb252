/**
 * Coverage Gutters 2.14.0, the peer, without its editor part: the way it takes in a report (src/files/ of
 * https://github.com/ryanluker/vscode-coverage-gutters). Its parser of Cobertura is cobertura-parse: a fork that is on
 * no registry (fschwaiger/cobertura-parse, commit 82b0333). Here it is the package that was forked; the fork joins the
 * first source to each name, and accepts packages without classes, and parses with the same version of xml2js.
 */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What cobertura-parse gives for a class; `found` counts its lines. */
interface Section {
  readonly title: string;
  readonly file: string;
  readonly lines: { readonly found: number };
}

type Done = (error: Error | null, sections: readonly Section[]) => void;

export interface Peer {
  /** cobertura-parse alone: the statements in a report. */
  readonly parse: (report: string) => Promise<number>;
  /** Coverage Gutters from the file to its table of files: the statements in there. */
  readonly read: (report: string) => Promise<number>;
}

/** @param folder as `coberturaParse` gives it */
export function loadPeer(folder: string): Peer {
  const load = createRequire(join(folder, 'package.json'));
  const { parseContent, parseFile } = load('cobertura-parse') as {
    parseContent: (xml: string, done: Done, absolutePaths: boolean) => void;
    parseFile: (file: string, done: Done) => void;
  };
  return {
    parse: async (report) => statements(await sections((done) => parseFile(report, done))),
    read: async (report) => {
      const text = (await readFile(report)).toString();
      // It looks through the whole text for signs of the other formats.
      if (text.includes('<project') || text.includes('JACOCO') || !text.includes('<?xml')) {
        throw new Error(`Coverage Gutters would not take ${report} for Cobertura.`);
      }
      const found = await sections((done) => parseContent(text, done, true));
      const table = new Map(found.map((section) => [`${section.title}::${section.file}`, section]));
      return statements([...table.values()]);
    },
  };
}

function sections(start: (done: Done) => void): Promise<readonly Section[]> {
  return new Promise((resolve, reject) => {
    start((error, found) => {
      if (error) reject(error);
      else resolve(found);
    });
  });
}

function statements(found: readonly Section[]): number {
  return found.reduce((sum, { lines }) => sum + lines.found, 0);
}
