import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { GERRIT_VERSION, serverJar } from './gerritJars';
import { madeOnce } from './made';

const HOOK = 'com/google/gerrit/server/tools/root/hooks/commit-msg';

/** Path of the commit-msg hook that a Gerrit server hands out, taken out of the server's JAR. */
export async function gerritHook(): Promise<string> {
  const folder = await madeOnce(`gerrit-${GERRIT_VERSION}-hook`, async (made) => {
    const hook = join(made, 'commit-msg');
    writeFileSync(hook, zipEntry(readFileSync(await serverJar()), HOOK));
    chmodSync(hook, 0o755);
  });
  return join(folder, 'commit-msg');
}

/** One entry of a ZIP archive, found through its central directory (APPNOTE.TXT 4.3.12 and 4.3.7). */
function zipEntry(zip: Buffer, name: string): Buffer {
  const record = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = zip.readUInt32LE(record + 16);
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const nameLength = zip.readUInt16LE(at + 28);
    if (zip.toString('utf8', at + 46, at + 46 + nameLength) === name) {
      const local = zip.readUInt32LE(at + 42);
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const data = zip.subarray(start, start + zip.readUInt32LE(at + 20));
      return zip.readUInt16LE(at + 10) === 0 ? data : inflateRawSync(data);
    }
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  throw new Error(`${name} is not in the archive`);
}
