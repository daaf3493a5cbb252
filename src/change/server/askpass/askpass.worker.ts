/** The program that git and ssh start to ask the person: hands the question to the editor and prints the answer. */
import { createConnection } from 'node:net';
import { ASKED_AT, TICKET } from './protocol';

const socket = createConnection(process.env[ASKED_AT] ?? '');
let answer = '';
socket.setEncoding('utf8');
socket.on('connect', () => socket.write(`${JSON.stringify([process.env[TICKET] ?? '', process.argv[2] ?? ''])}\n`));
socket.on('data', (part: string) => (answer += part));
socket.on('error', () => (process.exitCode = 1));
socket.on('end', () => {
  const said: unknown = JSON.parse(answer || 'null');
  if (typeof said === 'string') process.stdout.write(`${said}\n`);
  else process.exitCode = 1;
});
