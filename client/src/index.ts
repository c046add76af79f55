export { ApiError, ConnectionError } from './api-error.ts';
export type { CallOptions, Connection, EventStream, FollowOptions } from './call.ts';
export { Client, type ClientOptions } from './client.ts';
export * from './generated.ts';
export { type Page, Pages } from './pages.ts';
