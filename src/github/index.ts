/** The door to GitHub, where some of what OpenStack depends on is developed. Reads are anonymous without a sign-in. */
export { GitHubClient, type GitHubOptions, type PullRequest } from './client';
export { GitHubError, type GitHubReason } from './errors';
export { KnownPullRequests } from './knownPullRequests';
