/** Inputs that are nearly right: samples with damage, and sentences of a format's own words. */
import type { Random } from './random';

/** Most inputs are short, so that there are many. In a long one, what grows with the square of the length shows. */
const SHORT = 8 << 10;
const LONG = 128 << 10;

/** Words that upset readers of any format. */
const TROUBLE = [
  '\0',
  '\n',
  '\r\n',
  '\r',
  '\t',
  '\v',
  '\f',
  ' ',
  '\ufeff',
  '\u2028',
  'é',
  '🦊',
  '\ud800',
  '"',
  "'",
  '\\',
  '/',
  '../',
  '..',
  '%',
  '$',
  '${',
  '}',
  '{',
  '[',
  ']',
  '(',
  ')',
  '<',
  '>',
  '&',
  '#',
  ';',
  ':',
  '=',
  ',',
  '.',
  '-',
  '--',
  '0',
  '-1',
  '1e309',
  '999999999',
  '4294967296',
  '9007199254740993',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'true',
  'NaN',
];

export function makeInput(samples: readonly Buffer[], words: readonly string[], random: Random): Buffer {
  const most = random.once(30) ? LONG : SHORT;
  const isSentence = words.length > 0 && (samples.length === 0 || random.once(4));
  let input = isSentence ? sentence(words, random) : random.pick(samples);
  // A long sample is kept whole now and then: cut, most formats are refused at once.
  if (input.length > most && !random.once(10)) input = input.subarray(0, most);
  const times = isSentence ? random.below(3) : random.once(2) ? 1 : 1 + random.below(6);
  for (let left = times; left > 0; left--) input = mutate(input, samples, words, most, random);
  return input.subarray(0, LONG);
}

function sentence(words: readonly string[], random: Random): Buffer {
  const parts: string[] = [];
  for (let left = 1 + random.below(random.once(10) ? 2000 : 60); left > 0; left--) {
    const word = random.pick(random.once(12) ? TROUBLE : words);
    parts.push(random.once(40) ? word.repeat(1 + random.below(500)) : word);
  }
  return Buffer.from(parts.join(random.pick(['', '', ' ', '\n'])));
}

function mutate(
  input: Buffer,
  samples: readonly Buffer[],
  words: readonly string[],
  most: number,
  random: Random,
): Buffer {
  const at = random.below(input.length + 1);
  const to = Math.min(input.length, at + 1 + random.below(random.once(4) ? 4096 : 32));
  const insert = (what: Buffer): Buffer => Buffer.concat([input.subarray(0, at), what, input.subarray(at)]);
  switch (random.below(9)) {
    case 0: {
      if (input.length === 0) return input;
      const changed = Buffer.from(input);
      changed[Math.min(at, input.length - 1)] = random.below(256);
      return changed;
    }
    case 1:
      return Buffer.concat([input.subarray(0, at), input.subarray(to)]);
    case 2:
      return input.subarray(0, at);
    case 3:
      return insert(input.subarray(at, to));
    case 4:
      return insert(repeated(input.subarray(at, to), most, random));
    case 5:
      return insert(repeated(Buffer.from(random.pick(TROUBLE)), most, random));
    case 6:
      return words.length === 0 ? input : insert(Buffer.from(random.pick(words)));
    case 7: {
      const other = samples.length === 0 ? input : random.pick(samples);
      const from = random.below(other.length + 1);
      return insert(other.subarray(from, from + random.below(2048)));
    }
    default:
      return withNumber(input, random);
  }
}

function repeated(what: Buffer, most: number, random: Random): Buffer {
  const times = random.once(3) ? Math.floor(most / 2 / (what.length + 1)) : 1 + random.below(40);
  return Buffer.concat(Array.from({ length: Math.max(1, times) }, () => what));
}

/** Another number in place of one that is there. */
function withNumber(input: Buffer, random: Random): Buffer {
  const text = input.toString('latin1');
  const numbers = [...text.slice(0, 20_000).matchAll(/\d+/g)];
  if (numbers.length === 0) return input;
  const { index, 0: old } = random.pick(numbers);
  const number = random.pick([
    '0',
    '-1',
    '1',
    '999999999',
    '2147483648',
    '4294967296',
    '9007199254740993',
    '1e309',
    '00',
    '',
  ]);
  return Buffer.from(text.slice(0, index) + number + text.slice(index + old.length), 'latin1');
}
