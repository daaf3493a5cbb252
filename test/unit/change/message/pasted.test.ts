import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { parseMessage } from '../../../../src/change/message/message';
import { isPasted } from '../../../../src/change/message/pasted';
import { reflowBody } from '../../../../src/change/message/reflow';
import { checkMessage } from '../../../../src/change/message/rules/checkMessage';

const PASTED = [
  '$ openstack --os-cloud devstack server create --flavor m1.tiny --image cirros --network private vm1',
  'openstack --os-cloud devstack server create --flavor m1.tiny --image cirros-0.6.2 --network private vm1',
  'tox -e py311 -- nova.tests.unit.compute.test_manager.ComputeManagerUnitTestCase.test_init_host',
  '(venv) dev@host:~/nova$ stestr run --serial nova.tests.unit.scheduler nova.tests.unit.compute.monitors',
  '[root@controller ~]# systemctl status openstack-nova-compute and openstack-nova-scheduler on the node',
  'MariaDB [nova]> select uuid, host, vm_state, task_state from instances where deleted = 0 and host is null;',
  '2026-01-31 12:00:00.123 4711 ERROR nova.compute.manager [None req-1234 admin admin] the instance is gone',
  'Jan 31 12:00:00 controller nova-compute[4711]: the instance has disappeared on the hypervisor while it was up',
  '12:00:03 the worker of the first cell went away while it was still in the middle of the migration of it',
  'ERROR nova.virt.libvirt.driver [req-1] the domain is not there any more, so that it cannot be destroyed now',
  'oslo_db.exception.DBDeadlock: (pymysql.err.OperationalError) (1213, "Deadlock found when trying to get lock")',
  'keystoneauth1.exceptions.http.NotFound: the service catalog has no endpoint for the image service in it',
  'test_server_create      12.345 s      11.220 s      0.91      passed on the first attempt on the node here',
  '| 0c2f | vm1 | ACTIVE | private=10.0.0.5 | cirros | m1.tiny | and this is the rest of what is in the row |',
  'in_port=2,dl_src=fa:16:3e:54:f0:71 actions=goto_table:60 n_packets=0 n_bytes=0 priority=2 table=25',
  '-rw-r--r-- 1 stack stack 1234 Jan 31 12:00 /opt/stack/data/nova/instances/_base/0123456789abcdef',
  '/usr/bin/qemu-system-x86_64 -name guest=instance-00000001,debug-threads=on -S -machine pc-q35-7.2,accel=kvm',
];
const PROSE = [
  'This changes how the scheduler weighs the hosts, so that a host without memory is never the first in the list.',
  'Call nova.compute.manager.ComputeManager._init_instance() from init_host(), as ironic.conductor.manager does it.',
  'The options [DEFAULT]/instance_usage_audit and [compute]/max_concurrent_disk_ops are read when nova-compute starts.',
  'It was 12:00:00 when the first of the workers stopped; the others went on for an hour, and then they stopped too.',
  "In two weeks' time, after the freeze, `nova-manage db online_data_migrations` will not be needed for this any more.",
  'Sentences end in a full stop.  Some people put two spaces behind it.  They have done so for years, and it is fine.',
  'See https://bugs.launchpad.net/nova/+bug/1 for what happened, and https://review.opendev.org/1 for the first try.',
  'Unit, functional and tempest tests pass; grenade, tempest-slow and neutron-dynamic-routing jobs are non-voting.',
  'Error handling: the driver raises the exception that it got, and the manager puts the instance into error then.',
];

describe('pasted text in a message', () => {
  for (const line of PASTED) {
    it(`a line counts as pasted, wherever it begins: ${line.slice(0, 50)}`, () => {
      for (const indent of ['', ' ', '   ']) {
        const text = `Fix\n\nThis is what one saw of it in the end\n\n${indent}${line}\n`;
        assert.ok(isPasted(indent + line), indent);
        assert.deepEqual(
          checkMessage(text).filter(({ code }) => code === 'body-width'),
          [],
        );
        assert.deepEqual(reflowBody(parseMessage(text)), []);
      }
    });
  }
  for (const line of PROSE) {
    it(`a line counts as a sentence: ${line.slice(0, 50)}`, () => {
      assert.ok(!isPasted(line));
      assert.deepEqual(
        checkMessage(`Fix\n\n${line}\n`).map(({ code }) => code),
        ['body-width'],
      );
    });
  }

  it('output of a command, and a traceback to its end, stay as they are', () => {
    const printed = 'words that were printed by it and that are far longer than any line of a message should ever be';
    for (const text of [
      `Fix\n\n$ run it\n${printed}\nshort\n`,
      `Fix\n\nTraceback (most recent call last):\n  File "a.py", line 1, in f\n    g()\nValueError: x\n${printed}\n`,
      `Fix\n\nThe output is:\n  ${printed}\n`,
    ]) {
      assert.deepEqual(checkMessage(text), [], text);
      assert.deepEqual(reflowBody(parseMessage(text)), []);
    }
  });

  it('a sentence above pasted text is wrapped, and the pasted text stays', () => {
    const text = `Fix\n\n${PROSE[0]!}\n${PASTED[0]!}\n`;
    const [edit, ...others] = reflowBody(parseMessage(text));
    assert.deepEqual([edit?.startLine, edit?.endLine, others.length], [2, 2, 0]);
  });

  it('text after a list entry that ends in a colon is wrapped', () => {
    assert.deepEqual(
      checkMessage(`Fix\n\n* so:\n  ${PROSE[0]!}\n`).map(({ code }) => code),
      ['body-width'],
    );
  });
});
