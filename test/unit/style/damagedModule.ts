import fc from 'fast-check';

/** A Python module that parses, with imports and code as careless people write them. */
const name = fc.constantFrom('os', 'sys', 'json', 'Zoo', 'alpha', 'beta', 'nova', 'oslo_log', 're', 'time', 'u_x');
const blank = fc.constantFrom('', '', '', ' ', '  ', '\t');
const comment = fc.constantFrom('', '', '', '', '  # why', ' # why', '  #why', '  # noqa: E501', '  # noqa: E402,F401');

const dotted = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('.'));
const alias = fc.option(name, { nil: undefined, freq: 4 });
const plainName = fc.tuple(dotted, alias).map(([from, as]) => (as === undefined ? from : `${from} as ${as}`));
const fromName = fc.tuple(name, alias).map(([from, as]) => (as === undefined ? from : `${from} as ${as}`));
const fromNames = fc.uniqueArray(fromName, { minLength: 1, maxLength: 4 });

const importLine = fc.oneof(
  fc
    .tuple(fc.uniqueArray(plainName, { minLength: 1, maxLength: 3 }), comment)
    .map(([names, end]) => `import ${names.join(', ')}${end}`),
  fc.tuple(dotted, fromNames, comment).map(([from, names, end]) => `from ${from} import ${names.join(', ')}${end}`),
  fc.tuple(dotted, fromNames).map(([from, names]) => `from ${from} import (${names.join(',\n    ')})`),
  fc.tuple(dotted, fromNames).map(([from, names]) => `from ${from} import (\n    ${names.join(',\n    ')},\n)`),
  fc.tuple(dotted, fromNames).map(([from, names]) => `from ${from} import ${names.join(', \\\n    ')}`),
  fc.constantFrom('from . import utils', 'import os; import sys', '# a comment', '', '', 'from os.path import *'),
);

const value = fc.constantFrom(
  '1',
  'alpha',
  '[1,2]',
  "{'a':1}",
  'f( 1, 2 )',
  "f'{x!r:>{w}} {{'",
  "'a # noqa'",
  'a<b',
  'x  or y',
  'f (1)',
  'b -1',
);
const statement = fc.oneof(
  fc
    .tuple(name, blank, fc.constantFrom('=', '+=', ' =', '= '), blank, value, comment, blank)
    .map((parts) => parts.join('')),
  fc.constantFrom(
    'try:\n    pass\nexcept:\n    pass',
    'try:\n    pass\nexcept Exception:\n    pass\nexcept:  # all\n    pass',
    'LOG.warn("a %s" % b)',
    'def f(a, b = 1):\n    """ Starts with a blank"""\n    return a  ',
    'def g(a):\n    """Ends with blanks  \n\n    more  \n    """\n    return locals()',
    'x = """text  \n  more"""',
    'if x:\n    import alpha\nelse:\n    import beta, json\n    import os',
    'class T(object):\n    def t(self):\n        self.assertTrue(isinstance(a, b))\n        self.assertRaises(Exception, f)\n',
    '# TODO later',
    '#comment',
    'call(one,two,\n     three)',
    'call(one,\n     two ,three) ;x = 1',
    `y = "${'long '.repeat(14)}" + "${'x'.repeat(10)}"`,
    `yy = "${'x'.repeat(60)}"; z=1`,
    '',
    '   ',
  ),
);

const ending = fc.constantFrom('\n', '\n', '', '\n\n\n', '\n   ', '\n  \n');

export const damagedModule = fc
  .tuple(fc.array(importLine, { maxLength: 8 }), fc.array(statement, { maxLength: 6 }), ending)
  .map(([imports, statements, end]) => [...imports, ...statements].join('\n') + end);
