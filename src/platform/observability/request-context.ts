import { AsyncLocalStorage } from 'node:async_hooks';

interface RequestContext {
  readonly requestId: string;
}

const storage = new AsyncLocalStorage<RequestContext>();

/** The request that the code runs for. Only for correlation of logs, jobs and events; nothing may depend on it. */
export const currentRequestId = (): string | undefined => storage.getStore()?.requestId;

/** Runs the work as part of the request, also in a job that the request has caused. */
export function withRequestId<T>(requestId: string, work: () => T): T {
  return storage.run({ requestId }, work);
}

/** From here on the current asynchronous chain belongs to the request. */
export function enterRequest(requestId: string): void {
  storage.enterWith({ requestId });
}
