import * as vscode from 'vscode';

/**
 * Opens a change by the short form of its address, `https://host/996033`, which Gerrit redirects: VS Code writes the `+`
 * of the long form as `%2B`, which is another address.
 */
export async function openChange({ url, number }: { readonly url: string; readonly number: number }): Promise<void> {
  const short = url.replace(/\/c\/[^?#]*\/\+\/\d+$/, `/${number}`);
  await vscode.env.openExternal(vscode.Uri.parse(short, true));
}
