/** Output of style checks, and lists of their rules. */
import { readPep8Output } from '../../src/style/check/pep8Output';
import { readHackingRst } from '../../src/style/rules/hackingRst';
import { parseBanditJson } from '../../src/style/tools/outputs/bandit';
import { parseAll } from '../../src/style/tools/outputs/lineParser';
import { parseRuffJson } from '../../src/style/tools/outputs/ruff';
import { isReadTool, readerFor } from '../../src/style/tools/outputs/tools';
import { type Targets, text } from './target';

const LINT = [
  'a.py:1:2: E501 line too long\n',
  './a.py:10:1: ',
  'H301 one import per line\n',
  'a.py:3: error: Name "x" [name-defined]\n',
  'pep8: commands[0]> flake8\n',
  '[WARNING] ',
  'hacking.....Failed\n',
  '- hook id: hacking\n',
  '- exit code: 1\n',
  '--- a/a.py\n',
  '+++ b/a.py\n',
  '@@ -1,2 +1,3 @@\n',
  '-x\n',
  '+y\n',
  ' z\n',
  '>> Issue: [B101:assert] Use\n',
  '   Severity: Low   Confidence: High\n',
  '   Location: ./a.py:1:0\n',
  'a.py:1:1: F401 [*] `os` imported but unused\n',
  '  --> a.py:1:1\n',
  'Found 1 error.\n',
  '[{"code":"F401","filename":"a.py","location":{"row":1,"column":1},"message":"x"}]',
  '\x1b[1m',
  '+ bash tools/x.sh\n',
  'E: ',
  '***** Module a\n',
  '\r',
];

export const STYLE: Targets = {
  'output of pep8': { files: /fixtures\/style\//, words: LINT, read: text((content) => readPep8Output(content)) },
  'output of a tool': {
    files: /fixtures\/style\//,
    words: LINT,
    read: text((content) => {
      for (const tool of ['flake8', 'ruff', 'bandit', 'pylint', 'mypy', 'doc8', 'codespell', 'bashate', 'autopep8']) {
        if (isReadTool(tool)) parseAll(readerFor([tool]), content);
      }
      parseRuffJson(content);
      parseBanditJson(content);
    }),
  },
  'HACKING.rst': {
    files: /HACKING\.rst$/,
    words: [
      '- [N301] A rule\n',
      '- N302: Another\n',
      '  more of it\n',
      '=====\n',
      '``code``',
      '.. code-block:: python\n',
      '\n',
      '* [',
      ']',
      'N310',
      '|',
      '+---+\n',
      '    ',
    ],
    read: text((content) => readHackingRst(content)),
  },
};
