export { ApiError, ConnectionError } from './api-error.ts';
export type { CallOptions } from './call.ts';
export { Client, type ClientOptions } from './client.ts';
export { type Connection, EventStream, type FollowOptions } from './event-stream.ts';
export * from './generated.ts';
export { type Page, Pages } from './pages.ts';
