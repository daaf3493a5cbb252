/** A word of an argument list, or an option and its value. */
export interface Argument {
  /** As it is written, `-o` or `--output`; undefined for an operand. */
  readonly option: string | undefined;
  /** What the option is given, or the operand itself; undefined for an option without a value. */
  readonly value: string | undefined;
  /** The words that say so, to hand them on. */
  readonly words: readonly string[];
}

/**
 * Takes an argument list apart as Python's argparse and optparse do: `-o X`, `-oX`, `--output X`, `--output=X`, flags
 * in one word (`-vq`), and operands; after `--` all are operands.
 *
 * @param takesValue the options, as they are written, that take the next word where none is in their own
 */
export function readArguments(args: readonly string[], takesValue: ReadonlySet<string>): Argument[] {
  const found: Argument[] = [];
  for (let at = 0; at < args.length; at++) {
    const word = args[at]!;
    if (word === '--') {
      found.push(...args.slice(at + 1).map((value) => ({ option: undefined, value, words: [value] })));
      break;
    }
    const long = /^(--[^=]+)(?:=([^]*))?$/.exec(word);
    const option = long ? long[1]! : shortOption(word, takesValue);
    if (option === undefined) {
      found.push({ option, value: word, words: [word] });
      continue;
    }
    const inWord = long ? long[2] : word.slice(option.length) || undefined;
    const next = args[at + 1];
    if (inWord === undefined && takesValue.has(option) && next !== undefined) {
      found.push({ option, value: next, words: [word, next] });
      at++;
    } else {
      found.push({ option, value: inWord, words: [word] });
    }
  }
  return found;
}

/** `-o` of `-oX`; flags in one word stay together. Undefined for an operand, which a lone `-` and `-1` are too. */
function shortOption(word: string, takesValue: ReadonlySet<string>): string | undefined {
  if (!/^-[^\d-]/.test(word)) return undefined;
  const short = word.slice(0, 2);
  return takesValue.has(short) ? short : word;
}

/** The last value that one of the options is given, as the last one counts; undefined where none is. */
export function lastValue(args: readonly Argument[], ...options: readonly string[]): string | undefined {
  return args.findLast((each) => each.option !== undefined && options.includes(each.option) && each.value !== undefined)
    ?.value;
}

/** What stands for no option. */
export function operandsOf(args: readonly Argument[]): string[] {
  return args.flatMap(({ option, value }) => (option === undefined && value !== undefined ? [value] : []));
}
