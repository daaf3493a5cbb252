/** Where the keys and values of a plan stand in its text. */
import type { Document, Node } from 'yaml';
import type { ValuePath } from './planRules';

/** UTF-16 indexes into the text, `to` exclusive. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Of a value, or of what holds it where it is missing; undefined for an empty document. */
export function placeOf(document: Document.Parsed, path: ValuePath): Span | undefined {
  for (let length = path.length; length >= 0; length--) {
    const found = spanOf(document.getIn(path.slice(0, length), true));
    if (found && found.to > found.from) return found;
  }
  return undefined;
}

/** Of a key itself. */
export function keyPlace(document: Document.Parsed, path: ValuePath): Span | undefined {
  const parent = document.getIn(path.slice(0, -1), true);
  const name = path.at(-1);
  const items: readonly unknown[] = hasItems(parent) ? parent.items : [];
  const pair = items.find((item) => String(keyOf(item)) === String(name));
  return (isPair(pair) ? spanOf(pair.key) : undefined) ?? placeOf(document, path);
}

/** The first node that has an anchor, stands for another, or has a tag; such a place changes together with another. */
export async function sharedNode(document: Document.Parsed): Promise<Span | undefined> {
  const { visit } = await import('../../base/yamlLibrary');
  const found: Span[] = [];
  const look = (node: Node & { anchor?: string | undefined }): symbol | undefined => {
    if (!node.anchor && !node.tag && node.range) return undefined;
    found.push(spanOf(node) ?? { from: 0, to: 0 });
    return visit.BREAK;
  };
  visit(document, {
    Alias(_, node) {
      found.push(spanOf(node) ?? { from: 0, to: 0 });
      return visit.BREAK;
    },
    Value: (_, node) => look(node),
  });
  return found[0];
}

export const hasItems = (node: unknown): node is { readonly items: readonly unknown[]; readonly flow?: boolean } =>
  typeof node === 'object' && node !== null && 'items' in node && Array.isArray(node.items);

export const isPair = (item: unknown): item is { readonly key: unknown; readonly value: unknown } =>
  typeof item === 'object' && item !== null && 'key' in item;

/** The key of a pair as a program sees it. */
export const keyOf = (item: unknown): unknown =>
  isPair(item) && typeof item.key === 'object' && item.key !== null && 'value' in item.key ? item.key.value : undefined;

export function spanOf(node: unknown): Span | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return undefined;
  const [from, to] = node.range as unknown[];
  return typeof from === 'number' && typeof to === 'number' ? { from, to } : undefined;
}
