/**
 * Stands in for the debug adapter of debugpy: it runs the program that a launch configuration describes, without ever
 * stopping in it, and keeps the configuration and what the program printed.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import * as vscode from 'vscode';

/** The part of debugpy's launch configuration that the fake understands. */
export interface LaunchConfiguration {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly python: string;
  readonly env: Readonly<Record<string, string>>;
  readonly justMyCode: boolean;
}

export interface Launch {
  readonly configuration: LaunchConfiguration;
  /** What the program's file says is to run. */
  readonly wanted: {
    readonly modules: readonly string[];
    readonly names: readonly string[];
    readonly without: readonly string[];
  };
  readonly exitCode: number | null;
  readonly output: string;
}

interface Request {
  readonly seq: number;
  readonly command: string;
  readonly arguments: LaunchConfiguration;
}

export class FakeDebugpy implements vscode.DebugAdapter {
  private readonly sent = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
  readonly onDidSendMessage = this.sent.event;
  private seq = 1;

  constructor(private readonly onLaunch: (launch: Launch) => void) {}

  handleMessage(message: vscode.DebugProtocolMessage): void {
    const { seq, command, arguments: configuration } = message as unknown as Request;
    this.send({ type: 'response', request_seq: seq, command, success: true, body: {} });
    if (command === 'initialize') this.send({ type: 'event', event: 'initialized' });
    if (command === 'launch') this.launch(configuration);
  }

  dispose(): void {
    this.sent.dispose();
  }

  private launch(configuration: LaunchConfiguration): void {
    const { python, program, args, cwd, env } = configuration;
    const wanted = JSON.parse(readFileSync(args[0]!, 'utf8')) as Launch['wanted'];
    const child = spawn(python, [program, ...args], { cwd, env });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()));
    child.on('close', (exitCode) => {
      this.onLaunch({ configuration, wanted, exitCode, output });
      this.send({ type: 'event', event: 'terminated' });
    });
  }

  private send(message: Readonly<Record<string, unknown>>): void {
    this.sent.fire({ seq: this.seq++, ...message });
  }
}
