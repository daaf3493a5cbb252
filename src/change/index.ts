/** The door to git as the person runs it, for features that change a working tree on their command. */
export { isInProgress } from './commits/commit';
export { addTrailers } from './message/addTrailers';
export { meantTrailer, trailerKind } from './message/trailers';
export { GitError, PersonGit } from './repository/personGit';
