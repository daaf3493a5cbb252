/** Where a virtual environment of Python keeps its programs. */
import { join } from 'node:path';

/** The folder of an environment's programs. */
export function programsFolder(environment: string, platform: NodeJS.Platform = process.platform): string {
  return join(environment, platform === 'win32' ? 'Scripts' : 'bin');
}

/** A program in the folder of an environment's programs; whether it is there is another question. */
export function programIn(programs: string, name: string, platform: NodeJS.Platform = process.platform): string {
  return join(programs, platform === 'win32' ? `${name}.exe` : name);
}

/** A program of an environment, by the environment's folder. */
export function programOf(environment: string, name: string, platform: NodeJS.Platform = process.platform): string {
  return programIn(programsFolder(environment, platform), name, platform);
}
