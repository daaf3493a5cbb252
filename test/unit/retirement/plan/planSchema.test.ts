import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import type * as v from 'valibot';
import { PLAN } from '../../../../src/retirement/plan/planShape';
import { entriesOf } from '../../../../src/retirement/plan/unknownKeys';

interface Schema {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly $ref?: string;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

const SCHEMA = JSON.parse(readFileSync('schemas/retirement.schema.json', 'utf8')) as Schema;

const resolved = (schema: Schema | undefined): Schema =>
  schema?.$ref ? (SCHEMA.definitions?.[schema.$ref.replace('#/definitions/', '')] ?? {}) : (schema ?? {});

/** The shape itself, of one that may be missing or null. */
function unwrapped(shape: v.GenericSchema): v.GenericSchema {
  return 'wrapped' in shape ? unwrapped(shape.wrapped as v.GenericSchema) : shape;
}

/** One line for each key, with its type, whether it must be there, and its values. */
function fromShape(shape: v.GenericSchema, name: string): string[] {
  const own = unwrapped(shape);
  if (own.type === 'array' && 'item' in own) return fromShape(own.item as v.GenericSchema, `${name}[]`);
  const entries = entriesOf(own);
  if (!entries) {
    const options = 'options' in own ? (own.options as readonly string[]).join(' ') : '';
    return [`${name} ${own.type === 'picklist' ? 'string' : own.type} ${options}`];
  }
  return [...entries].flatMap(([key, part]) => [
    `${name}.${key} ${part.type === 'optional' ? 'optional' : 'required'}`,
    ...fromShape(part, `${name}.${key}`),
  ]);
}

function fromSchema(of: Schema, name: string): string[] {
  const schema = resolved(of);
  if (schema.items) return fromSchema(schema.items, `${name}[]`);
  if (!schema.properties) {
    return [`${name} ${schema.type === 'integer' ? 'number' : String(schema.type)} ${(schema.enum ?? []).join(' ')}`];
  }
  return Object.entries(schema.properties).flatMap(([key, part]) => [
    `${name}.${key} ${schema.required?.includes(key) ? 'required' : 'optional'}`,
    ...fromSchema(part, `${name}.${key}`),
  ]);
}

describe('the JSON schema of a plan', () => {
  it('the schema has the keys, types and values of what is read', () =>
    assert.deepEqual(fromSchema(SCHEMA, 'plan'), fromShape(PLAN, 'plan')));

  it('the schema explains every key', () => {
    const explained = (of: Schema): void => {
      for (const [key, part] of Object.entries(of.properties ?? {})) {
        assert.match(resolved(part).description ?? '', /^\S.*\.$/, key);
      }
    };
    for (const one of [SCHEMA, ...Object.values(SCHEMA.definitions ?? {})]) explained(one);
    explained(SCHEMA.properties?.alternative ?? {});
  });
});
