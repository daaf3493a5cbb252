/** How the program that git and ssh start finds the editor. Names of environment variables; none holds a password. */
export const ASKED_AT = 'OPENSTACK_CONTRIBUTOR_ASKPASS_AT';
/** What shows that a question comes from below the git that was started for it; good while that one runs. */
export const TICKET = 'OPENSTACK_CONTRIBUTOR_ASKPASS_TICKET';
export const NODE = 'OPENSTACK_CONTRIBUTOR_ASKPASS_NODE';
export const MAIN = 'OPENSTACK_CONTRIBUTOR_ASKPASS_MAIN';

/** git wants one program without arguments of its own; the editor's node has to be told to be one. */
export const SCRIPT = `#!/bin/sh
ELECTRON_RUN_AS_NODE=1 exec "$${NODE}" "$${MAIN}" "$@"
`;
