import { randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { Drain, Outbox } from '../../../src/platform/messaging/index.js';
import { RelayDb } from '../../../src/platform/messaging/relay-db.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { startMessaging } from './messaging-app.js';
import { parcelLost, Recorder } from './parcels.js';

/** So many that a worker which rests for BullMQ's own 15 s after each would still rest when the test is over. */
const REFUSALS = 10;

describe('a worker that asks for jobs while its PostgreSQL is away', () => {
  let database: TestDatabase;
  let context: INestApplicationContext;

  beforeAll(async () => {
    database = await freshDatabase();
    context = await startMessaging({ databaseUrl: database.url });
  });

  afterAll(async () => {
    await context.close();
    await database.drop();
  });

  /** Refuses so many claims of jobs as a server does that is not there; what was refused counts down. */
  function refuseClaims(): { left: number } {
    const { pool } = context.get(RelayDb, { strict: false });
    const query = pool.query.bind(pool) as (...given: unknown[]) => unknown;
    const refusals = { left: REFUSALS };
    pool.query = ((...given: unknown[]) => {
      if (refusals.left === 0 || !String(given[0]).includes('move_to_active(')) return query(...given);
      refusals.left -= 1;
      return Promise.reject(Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' }));
    }) as typeof pool.query;
    return refusals;
  }

  it('asks again soon, and goes on when it is back', async () => {
    const subjectId = randomUUID();
    const refusals = refuseClaims();

    await context
      .get(UnitOfWork, { strict: false })
      .run((tx) =>
        context.get(Outbox, { strict: false }).publish(tx, parcelLost, { subjectId, payload: { reason: 'fog' } }),
      );
    await context.get(Drain, { strict: false }).run();

    expect(refusals.left).toBe(0);
    expect(context.get(Recorder, { strict: false }).of('parcels.search')).toEqual([subjectId]);
  }, 60_000);
});
