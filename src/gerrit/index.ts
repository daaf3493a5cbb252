/**
 * The door to Gerrit servers.
 *
 *     const server = servers.of(webUrlOf(gitreview));           // `servers`: the one of the window
 *     server.knownChange(996033);                               // at once, what was said before
 *     await server.changesByNumber([996033, 996034]);           // one request, where that is unknown or old
 *     await server.findChange(readChangeRef('996033,3')!);      // now, with all patch sets
 *     await server.client.as(credentials).setReady(996033);     // as the person; what that says is not kept
 *
 * Reads are anonymous; only `self` and what writes asks for credentials. Failures are GerritErrors with a `reason`:
 * `isUnreachable` tells those after which a view shows what it has.
 */
export { OPENDEV, readChangeRef, webUrlOf } from './addresses';
export { type ClientOptions, type Detail, GerritClient } from './client';
export { GerritError, type GerritReason, isUnreachable } from './errors';
export type { Credentials } from './http';
export type { Change, ChangeMessage, PatchSet } from './model';
export { Server, type Subjects } from './server';
export { Servers } from './servers';
