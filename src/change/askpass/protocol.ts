/** How the program that git and ssh start finds the editor. Names of environment variables; none holds a secret. */
export const ASKED_AT = 'OPENSTACK_CONTRIBUTOR_ASKPASS_AT';
export const NODE = 'OPENSTACK_CONTRIBUTOR_ASKPASS_NODE';
export const MAIN = 'OPENSTACK_CONTRIBUTOR_ASKPASS_MAIN';

/** git wants one program without arguments of its own; the editor's node has to be told to be one. */
export const SCRIPT = `#!/bin/sh
ELECTRON_RUN_AS_NODE=1 exec "$${NODE}" "$${MAIN}" "$@"
`;
