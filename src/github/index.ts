export type { MirrorRepository } from './client';
