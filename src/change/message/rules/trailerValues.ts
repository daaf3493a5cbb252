import type { TrailerKind } from '../trailers';
import { readDependency } from '../zuul';

/** A longer value is not an address or a name, and the expressions below are not made for it. */
const LONGEST_VALUE = 1000;

/** Whether a value has the form that its trailer takes, so that the line is surely meant as one. */
export function looksLikeValue(kind: TrailerKind, value: string): boolean {
  if (value.length > LONGEST_VALUE) return false;
  switch (kind.form) {
    case 'bug':
      return /^(lp:?\s*)?#?\d+\s*$/i.test(value);
    case 'change-url':
      return /^(https?:\/\/\S+|I[0-9a-f]{8,40}|#?\d{5,})$/.test(value);
    case 'change-id':
      return /^I[0-9a-f]{40}$/.test(value);
    case 'person':
      return /^\S.*<[^<>\s]+@[^<>\s]+>$/.test(value);
    case 'blueprint':
      return /^(blueprint|bp)\b/i.test(value);
    case 'story':
    case 'task':
      return /^#?\d+$/.test(value);
    case 'semver':
      return /^(feature|api-break|deprecation|bugfix)\b/.test(value);
    default:
      return false;
  }
}

/** Whether Zuul would find a change in the value of a Depends-On. */
export const readsAsChange = (value: string, host?: string): boolean =>
  ['gerrit', 'github', 'change-id'].includes(readDependency(value.trim(), host).kind);
