import { editorFix, type FixGroup, type FixUi, type RefusedPush } from './fix';

/** Fixes for a server that was not reached, or did not let the person in; and those that ask it. */
export const CONNECTION_FIXES = {
  // A password that was refused is forgotten by then, so that the push asks for another one.
  'sign-in': { button: 'Sign In Again', reach: 'again' },
  'check-network': { button: 'Try Again', reach: 'again' },
  // ssh shows the key, and the editor asks.
  'trust-host-key': { button: 'Try Again', reach: 'again' },
  'forget-host-key': editorFix('Copy the Command That Forgets It', (ui, { host }) =>
    ui.copy(`ssh-keygen -R "${host}"`),
  ),
  'open-project-page': editorFix('Open the Project', openProject),
  'ask-for-rights': editorFix('Open the Project', openProject),
  'ask-server': { button: 'Ask the Server', reach: 'editor', show: (ui) => ui.askServer() },
  'show-output': editorFix('Show Output', (ui) => ui.showOutput()),
} satisfies FixGroup;

function openProject(ui: FixUi, _fix: unknown, { server, plan }: RefusedPush): Promise<void> {
  const { project, host } = plan.target;
  const pages = server?.webUrl ?? `https://${host ?? ''}/`;
  return ui.openPage(project === undefined ? pages : `${pages}admin/repos/${project},general`);
}
