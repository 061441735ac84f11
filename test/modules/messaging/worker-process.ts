import { startMessaging } from './messaging-app.js';
import { Recorder } from './parcels.js';

/** A worker that tells its parent of every call and never finishes one; to be killed. */
const context = await startMessaging({
  databaseUrl: process.env.WORKER_DATABASE_URL ?? '',
  config: { role: 'worker', redisUrl: process.env.WORKER_REDIS_URL || undefined },
  options: { leaseMs: 1_000, pollMs: 50 },
});
context.get(Recorder, { strict: false }).onCall = (consumer, subjectId) => {
  process.send?.(`${consumer} ${subjectId}`);
  return new Promise(() => {});
};
process.send?.('ready');
