import * as vscode from 'vscode';
import { untrusted } from '../errors';

/** @param what as in `untrusted` @throws UserError `untrusted` in Restricted Mode */
export function requireTrust(what: string): void {
  if (!vscode.workspace.isTrusted) throw untrusted(what);
}
