import { randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import pg from 'pg';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { Drain, Outbox } from '../../../src/platform/messaging/index.js';
import { PreparingClient } from '../../../src/platform/messaging/preparing-client.js';
import { RelayDb } from '../../../src/platform/messaging/relay-db.js';
import { freshDatabase, type TestDatabase } from '../../support/database.js';
import { listenAnywhere } from '../../support/process.js';
import { startMessaging } from './messaging-app.js';
import { parcelLost, Recorder } from './parcels.js';

/** What a server says to who wants to connect. */
const errorResponse = (code: string, message: string): Buffer => {
  const fields = Buffer.from(`SFATAL\0VFATAL\0C${code}\0M${message}\0\0`);
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
};

describe('a connection of the queues', () => {
  it.each([
    ['57P03', 'the database system is starting up', 'ECONNREFUSED'],
    ['53300', 'sorry, too many clients already', 'ECONNREFUSED'],
    ['28P01', 'password authentication failed', '28P01'],
  ])('that is answered %s (%s) has the code %s', async (code, message, expected) => {
    const { server, port } = await listenAnywhere();
    server.on('connection', (socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => socket.end(errorResponse(code, message)));
    });
    const pool = new pg.Pool({ Client: PreparingClient, host: '127.0.0.1', port, user: 'souk', ssl: false });

    const refused = pool.query('select 1');

    await expect(refused).rejects.toMatchObject({ code: expected, message });
    await pool.end();
    server.close();
  });
});

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
