import fc from 'fast-check';

const simple = fc.constantFrom<string[][]>(
  ['pass'],
  ['x = 1  # class C:'],
  ['a = 1; b = 2'],
  ['x = (1,', '2)'],
  ['x = [', '  # ) comment', "  '(',", '', ']'],
  ["y = '''a", '  def b', "'''"],
  ['z = a + \\', '  b'],
  ['call("it\'s", r\'\\\'\', b"""', '""")'],
  ['return {"def": lambda: 1}'],
  ["'text'"],
  ['"a" "b"'],
  ['s = "a\\', 'b"'],
  ["s = f'{a}' rb'x'"],
  ['s = f"{a["b"]:>{w["\'"]}} {{" "x"  # "'],
  ["s = F'{", '  a  # }', "  }' \\", "  'b'  # c"],
  ['...'],
  ['global q'],
  ['x: int'],
  ['# comment only'],
  [''],
  ['with open(a) as b, c: pass'],
  ['def one(): return 1'],
  ['class Empty: pass'],
);
const HEADERS = [
  ['if x:'],
  ['while (a and', '   b):'],
  ['async for x in y:'],
  ['with a as b, \\', '  c:'],
  ['def f(self, a={"k": (1, 2)}) -> "int":'],
  ['async def g():'],
  ['class A(B):'],
  ['@dec', '@other(1,', '  2)', 'def h(', '  a,', '):'],
  ['@dec', 'class D:'],
];
const indented = (blocks: string[][]): string[] => blocks.flat().map((line) => `    ${line}`);
/** The lines of a Python program that parses. */
export const { program } = fc.letrec<{ statement: string[]; block: string[]; program: string[] }>((tie) => ({
  // An indented continuation of a string is still the same string, so a block can indent all its lines.
  block: fc.array(tie('statement'), { maxLength: 3 }).map((statements) => [...indented(statements), '    pass']),
  statement: fc.oneof(
    { maxDepth: 3 },
    simple,
    fc.tuple(fc.constantFrom(...HEADERS), tie('block')).map((parts) => parts.flat()),
    fc
      .tuple(tie('block'), tie('block'), tie('block'))
      .map(([a, b, c]) => ['if x:', ...a, 'elif (y):', ...b, 'else:  # no', ...c]),
    fc
      .tuple(tie('block'), tie('block'), tie('block'))
      .map(([a, b, c]) => ['try:', ...a, 'except (A, B) as e:', ...b, 'finally:', ...c]),
  ),
  program: fc.array(tie('statement'), { minLength: 1, maxLength: 5 }).map((statements) => statements.flat()),
}));
