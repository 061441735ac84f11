import { isRetryable, sqlState } from '../database/index.js';

/** Shut down, starting, too many connections, disk or memory full, statement cancelled, connection errors. */
const STATES = /^(08...|53...|57P0[1-5]|57014|58030)$/;
const SOCKET = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN']);
const MESSAGES = [
  'timeout exceeded when trying to connect',
  'Connection terminated',
  'Client has encountered a connection error',
  'Client was closed and is not queryable',
  'Cannot use a pool after calling end on the pool',
  'Query read timeout',
];

/** Whether the database cannot answer now, so that the same request may succeed later. */
export function isDatabaseOutage(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined && (STATES.test(state) || SOCKET.has(state))) return true;
  if (isRetryable(error) || isUnreachable(error)) return true;
  return error instanceof Error && MESSAGES.some((text) => error.message.includes(text));
}

/** A socket in the file system is not there while its server is down. */
const isUnreachable = (error: unknown): boolean => {
  const { code, syscall } = (error ?? {}) as { code?: unknown; syscall?: unknown };
  return syscall === 'connect' && code === 'ENOENT';
};
