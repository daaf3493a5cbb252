import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SubunitDecoder, SubunitEvent } from '../../../../src/testing/subunit/event';

export const FIXTURES = join(__dirname, '../../../fixtures/subunit');

export function fixture(name: string): Buffer {
  return readFileSync(join(FIXTURES, name));
}

export function fixturesEnding(ending: string): string[] {
  return readdirSync(FIXTURES)
    .filter((name) => name.endsWith(ending))
    .sort();
}

/** All events of a stream, pushed in pieces of `size` bytes. */
export function decode(decoder: SubunitDecoder, stream: Uint8Array, size = stream.length): SubunitEvent[] {
  const events: SubunitEvent[] = [];
  for (let at = 0; at < stream.length; at += Math.max(1, size)) {
    events.push(...decoder.push(stream.subarray(at, at + Math.max(1, size))));
  }
  return [...events, ...decoder.end()];
}

/** One line of a `.jsonl` of python-subunit; bytes in base64. */
export interface TrueEvent {
  id?: string;
  status?: string;
  tags?: string[];
  runnable?: boolean;
  file?: string;
  base64?: string;
  eof?: boolean;
  mime?: string;
  route?: string;
  micros?: number;
  damage?: true;
}

/** Our events in the form of python-subunit's, neighbouring text joined, damage as a mark. */
export function plain(events: readonly SubunitEvent[]): TrueEvent[] {
  return joinText(
    events.map((event): TrueEvent => {
      if (event.kind === 'text') {
        return { file: 'stdout', base64: Buffer.from(event.bytes).toString('base64') };
      }
      if (event.kind === 'damage') {
        return { damage: true };
      }
      return dropUndefined({
        id: event.id,
        status: event.status,
        tags: event.tags.length > 0 ? [...event.tags].sort() : undefined,
        runnable: event.runnable ? undefined : false,
        file: event.file?.name,
        base64: event.file ? Buffer.from(event.file.bytes).toString('base64') : undefined,
        eof: event.eof || undefined,
        mime: event.mime,
        route: event.route,
        micros: event.micros,
      });
    }),
  );
}

interface JsonEvent extends Omit<TrueEvent, 'micros'> {
  text?: string;
  time?: string;
}

/** What python-subunit read; its two notes about damage (`subunit.parser`) as the mark. */
export function truth(jsonl: string): TrueEvent[] {
  const events = jsonl
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JsonEvent);
  return joinText(
    events
      .filter((event) => !(event.id === 'subunit.parser' && event.file === 'Packet data'))
      .map(({ text, time, ...event }): TrueEvent => {
        if (event.id === 'subunit.parser') {
          return { damage: true };
        }
        return dropUndefined({
          ...event,
          base64: event.base64 ?? (text === undefined ? undefined : Buffer.from(text, 'utf8').toString('base64')),
          micros: time === undefined ? undefined : microsOf(time),
        });
      }),
  );
}

function microsOf(iso: string): number {
  const [, second = '', fraction = ''] = /^([^.+]+)(?:\.(\d+))?\+00:00$/.exec(iso) ?? [];
  return Date.parse(`${second}Z`) * 1000 + Number(fraction.padEnd(6, '0'));
}

function joinText(events: TrueEvent[]): TrueEvent[] {
  const joined: TrueEvent[] = [];
  for (const event of events) {
    const last = joined.at(-1);
    if (last && isText(last) && isText(event)) {
      last.base64 = Buffer.concat(
        [last.base64 ?? '', event.base64 ?? ''].map((each) => Buffer.from(each, 'base64')),
      ).toString('base64');
    } else {
      joined.push(event);
    }
  }
  return joined;
}

function isText(event: TrueEvent): boolean {
  return event.file === 'stdout' && event.id === undefined && event.route === undefined && event.eof === undefined;
}

function dropUndefined(event: { [Key in keyof TrueEvent]: TrueEvent[Key] | undefined }): TrueEvent {
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined));
}
