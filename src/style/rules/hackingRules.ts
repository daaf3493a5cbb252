/**
 * The checks of hacking 8.1, in our words. Which exist, what they look at and which are off by default: the package's
 * entry points and sources, hacking/checks/*.py.
 */
export interface HackingRule {
  readonly title: string;
  readonly why: string;
  readonly bad: string;
  readonly good: string;
  /** Does nothing until the project lists it in `enable-extensions`. */
  readonly offByDefault?: true;
  /** A trap of the check itself. */
  readonly note?: string;
}

/** H303, H304 and H701 to H703 have no entry point of their own, so flake8's default selection leaves them out. */
const onlyWithSelect = 'Shown only in projects whose flake8 settings `select` H as a whole, as the oslo libraries do.';

export const hackingRules: Readonly<Record<string, HackingRule>> = {
  H101: {
    title: 'A TODO names its author',
    why: 'Whoever reads it later has someone to ask.',
    bad: '# TODO fix this',
    good: '# TODO(jdoe): handle a missing port',
  },
  H102: {
    title: 'The Apache 2.0 licence header is missing',
    why: 'Every source file of more than ten lines says its licence, with the Apache notice or an SPDX line.',
    bad: 'import os',
    good: '# SPDX-License-Identifier: Apache-2.0\n\nimport os',
  },
  H103: {
    title: 'The licence header is not the Apache 2.0 notice',
    why: 'The words are a legal text: they must be exactly those of the licence.',
    bad: '# Licensed under the Apache License, version two',
    good: '# SPDX-License-Identifier: Apache-2.0',
  },
  H104: {
    title: 'The file holds nothing but comments',
    why: 'An empty `__init__.py` needs no licence header.',
    bad: '# Licensed under the Apache License ...',
    good: '(an empty file)',
  },
  H105: {
    title: 'No author tags',
    why: 'git knows who wrote a line, and keeps it up to date.',
    bad: '# Author: Jane Doe',
    good: '(nothing)',
  },
  H106: {
    title: 'No settings for vim in source files',
    why: 'They belong to the person, not to the project. Only the first and last five lines are looked at.',
    bad: '# vim: tabstop=4 shiftwidth=4',
    good: '(nothing)',
    offByDefault: true,
  },
  H201: {
    title: 'No bare except',
    why: 'It also catches SystemExit and KeyboardInterrupt, so that a service cannot be stopped.',
    bad: 'except:\n    pass',
    good: 'except Exception:\n    LOG.exception("...")',
  },
  H202: {
    title: 'assertRaises(Exception) is too broad',
    why: 'Such a test also passes when the code under test fails for another reason, even a misspelt name.',
    bad: 'self.assertRaises(Exception, create, None)',
    good: 'self.assertRaises(exception.InvalidName, create, None)',
  },
  H203: {
    title: 'Use assertIsNone and assertIsNotNone',
    why: 'They say what is meant, and their failure message does too.',
    bad: 'self.assertEqual(None, port)',
    good: 'self.assertIsNone(port)',
    offByDefault: true,
  },
  H204: {
    title: 'Use assertEqual and assertNotEqual',
    why: 'assertTrue only says "False is not true"; assertEqual shows both values.',
    bad: 'self.assertTrue(a == b)',
    good: 'self.assertEqual(a, b)',
    offByDefault: true,
  },
  H205: {
    title: 'Use assertGreater, assertLess and their kin',
    why: 'assertTrue does not show the values when it fails.',
    bad: 'self.assertTrue(a >= b)',
    good: 'self.assertGreaterEqual(a, b)',
    offByDefault: true,
  },
  H210: {
    title: 'A patched object has a spec',
    why: 'Without autospec a mock takes any argument, so the test still passes after the real signature has changed.',
    bad: "mock.patch('nova.utils.execute')",
    good: "mock.patch('nova.utils.execute', autospec=True)",
    offByDefault: true,
  },
  H211: {
    title: 'Use assertIsInstance',
    why: 'It shows the object and the class when it fails.',
    bad: 'self.assertTrue(isinstance(port, Port))',
    good: 'self.assertIsInstance(port, Port)',
  },
  H212: {
    title: 'Use assertIsInstance instead of comparing types',
    why: 'A subclass is as good, and the failure message is better.',
    bad: 'self.assertEqual(type(port), Port)',
    good: 'self.assertIsInstance(port, Port)',
    note: 'hacking 8.1 reports this one under the code H211.',
  },
  H213: {
    title: 'Use assertRaisesRegex',
    why: 'assertRaisesRegexp was its old name, and is gone since Python 3.12.',
    bad: 'self.assertRaisesRegexp(ValueError, "no", f)',
    good: 'self.assertRaisesRegex(ValueError, "no", f)',
  },
  H214: {
    title: 'Use assertIn and assertNotIn',
    why: 'They show the collection when they fail.',
    bad: 'self.assertTrue(port in ports)',
    good: 'self.assertIn(port, ports)',
  },
  H215: {
    title: 'Use assertIn instead of comparing `in` with True or False',
    why: 'It shows the collection when it fails.',
    bad: 'self.assertEqual(True, port in ports)',
    good: 'self.assertIn(port, ports)',
  },
  H216: {
    title: 'Use unittest.mock',
    why: 'The mock package of PyPI is another one. A project that needs it has it in its requirements and ignores H216.',
    bad: 'import mock',
    good: 'from unittest import mock',
  },
  H301: {
    title: 'One import per line',
    why: 'Changes of imports then conflict less, and a diff shows one name per line.',
    bad: 'from nova.compute import api, utils',
    good: 'from nova.compute import api\nfrom nova.compute import utils',
    note: 'typing, types, collections.abc, sqlalchemy and what `import_exceptions` in tox.ini lists may have several.',
  },
  H303: {
    title: 'No wildcard imports',
    why: 'Nobody can tell where a name comes from, pyflakes included.',
    bad: 'from os.path import *',
    good: 'from os import path',
    note: onlyWithSelect,
  },
  H304: {
    title: 'No relative imports',
    why: 'A full path can be searched for, and stays right when the file moves.',
    bad: 'from . import utils',
    good: 'from nova.compute import utils',
    note: onlyWithSelect,
  },
  H306: {
    title: 'Imports in alphabetical order',
    why:
      'Neighbouring lines are compared by the full dotted name in lower case, `from a import b` as `a.b`. ' +
      'A blank line starts a new group.',
    bad: 'import sys\nimport os',
    good: 'import os\nimport sys',
  },
  H401: {
    title: 'A docstring does not start with a space',
    why: 'Documentation tools show it as written.',
    bad: '""" Return the port."""',
    good: '"""Return the port."""',
    note: 'Reported at the first and at the last line of the docstring.',
  },
  H403: {
    title: 'A docstring of several lines ends on its own line',
    why: 'The closing quotes stand alone, so that lines can be added without touching the last one.',
    bad: '"""Return the port.\n\nOr None."""',
    good: '"""Return the port.\n\nOr None.\n"""',
  },
  H404: {
    title: 'A docstring of several lines starts at its quotes',
    why: 'The first line is the summary.',
    bad: '"""\nReturn the port.\n"""',
    good: '"""Return the port.\n\nOr None.\n"""',
  },
  H405: {
    title: 'A summary line, then a blank line',
    why: 'Tools that list functions show the first line only: it must be a whole summary.',
    bad: '"""Return the port of the\ngiven server.\n"""',
    good: '"""Return the port of a server.\n\nThe first one that is up.\n"""',
  },
  H501: {
    title: 'No locals() or self.__dict__ for formatting',
    why: 'What a message needs cannot be seen, and renaming a variable breaks it.',
    bad: 'LOG.info("%(name)s", locals())',
    good: 'LOG.info("%(name)s", {"name": name})',
  },
  H701: {
    title: 'A localization call needs a text',
    why: 'An empty text, or something that is no text, cannot be translated.',
    bad: "_('')",
    good: "_('No port')",
    note: onlyWithSelect,
  },
  H702: {
    title: 'Format outside of the localization call',
    why: 'The translation is looked up by the text as it stands in the source.',
    bad: '_("Port %s" % port)',
    good: '_("Port %s") % port',
    note: onlyWithSelect,
  },
  H703: {
    title: 'Name the placeholders when there are several',
    why: 'A translation may need them in another order.',
    bad: '_("%s of %s") % (port, server)',
    good: '_("%(port)s of %(server)s") % {"port": port, "server": server}',
    note: onlyWithSelect,
  },
  H903: {
    title: 'No Windows line ends',
    why: 'The repositories hold LF only.',
    bad: 'import os\\r\\n',
    good: 'import os\\n',
    note: 'flake8 7 turns line ends into LF while it reads, so this check never sees any.',
  },
  H904: {
    title: 'Leave the interpolation to the logger',
    why: 'A message below the log level is then never formatted, and log collectors can group messages.',
    bad: 'LOG.debug("Port %s" % port)',
    good: 'LOG.debug("Port %s", port)',
    offByDefault: true,
  },
  H905: {
    title: 'No new eventlet',
    why: 'OpenStack moves away from eventlet: use threading or asyncio.',
    bad: 'import eventlet',
    good: 'import threading',
    offByDefault: true,
  },
  H906: {
    title: 'Use LOG.warning',
    why: 'LOG.warn is a deprecated name for the same.',
    bad: 'LOG.warn("Port is down")',
    good: 'LOG.warning("Port is down")',
  },
};

export const hackingSource = 'https://docs.openstack.org/hacking/latest/user/hacking.html';
