/**
 * Flags for the processes that tests run in and start. Most live for a few seconds, and a young generation that grows from 1 MB is collected
 * thirty times until a server is ready, which takes a tenth of the processor time of its start. It takes 30 MB more instead.
 */
export const SHORT_LIVED = ['--min-semi-space-size=16'];
