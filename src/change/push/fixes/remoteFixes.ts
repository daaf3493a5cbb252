import { projectName } from '../../repository/refNames';
import type { FixGroup } from './fix';
import { prepareHttps, prepareProject, prepareRemote, prepareUsername } from './remotes';

/** Fixes of the remote that is pushed to. */
export const REMOTE_FIXES = {
  'choose-project': {
    button: 'Choose the Project…',
    reach: 'repository',
    async ask(ui, fix, { plan: { target } }) {
      if (!target.exists) {
        await ui.openFile('.gitreview');
        return undefined;
      }
      const project = await ui.type({
        title: 'Project on the Server',
        prompt: 'A namespace and a name, such as openstack/nova. The remote decides, and not .gitreview.',
        value: fix.project ?? target.project ?? '',
        check: projectName,
      });
      return project ? { project } : undefined;
    },
    prepare: async (git, _fix, { target }, { project }) => (project ? prepareProject(git, target, project) : undefined),
  },
  'set-username': {
    button: 'Set User Name…',
    reach: 'repository',
    async ask(ui, fix) {
      const username = await ui.type({ title: 'Your User Name on the Server', value: fix.username ?? '' });
      return username ? { username } : undefined;
    },
    prepare: async (git, _fix, { target }, { username }) =>
      username ? prepareUsername(git, target, username) : undefined,
  },
  'switch-to-https': {
    button: 'Push over HTTPS',
    reach: 'repository',
    ask: (_ui, _fix, { server }) => Promise.resolve(server ? { webUrl: server.webUrl } : {}),
    prepare: async (git, _fix, { target }, { webUrl, username }) =>
      webUrl ? prepareHttps(git, target, webUrl, username) : undefined,
  },
  'configure-remote': {
    button: 'Add the Remote',
    reach: 'repository',
    prepare: (git, _fix, { target }) => prepareRemote(git, target),
  },
} satisfies FixGroup;
