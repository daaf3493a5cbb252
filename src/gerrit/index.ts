/**
 * The door to Gerrit servers.
 *
 *     const client = new GerritClient({ webUrl: webUrlOf(gitreview), credentials });
 *     await client.changesByNumber([996033, 996034]);           // one request, Map by number
 *     await client.findChange(readChangeRef('996033,3')!);      // with all patch sets
 *     (await client.projectConfig('openstack/nova')).signOffRequired;
 *
 * Reads are anonymous; only `self` and what writes asks for credentials. Failures are GerritErrors with a `reason`:
 * `isUnreachable` tells those after which a view shows what it has. `KnownChanges` is the cache behind keystrokes.
 */
export { type ClientOptions, type Detail, type Found, GerritClient, type QueryOptions } from './client';
export { GerritError, type GerritReason, isUnreachable } from './errors';
export type { Credentials } from './http';
export { type Aged, KnownChanges, type KnownState } from './knownChanges';
export type { Account, Change, PatchSet, ProjectConfig, Requirement, Vote } from './model';
export { type ChangeRef, OPENDEV, readChangeRef, webUrlOf } from './server';
