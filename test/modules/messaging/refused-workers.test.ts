import { randomUUID } from 'node:crypto';
import type { Server, Socket } from 'node:net';
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

/** A message of PostgreSQL's protocol. */
const message = (type: string, content: string | number[]): Buffer => {
  const body = Buffer.from(content as string);
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};
const READY = message('Z', 'I');
const LET_IN = Buffer.concat([message('R', [0, 0, 0, 0]), READY]);
/** What a server says to who wants to connect, or to who is connected when it ends. */
const errorResponse = (code: string, text: string): Buffer => message('E', `SFATAL\0VFATAL\0C${code}\0M${text}\0\0`);

describe('a connection of the queues', () => {
  let server: Server;
  let pool: pg.Pool;

  afterEach(async () => {
    await pool.end();
    server.close();
  });

  /** Connections to a server that answers its connections so. */
  async function connecting(serve: (socket: Socket) => void): Promise<void> {
    const { server: listening, port } = await listenAnywhere();
    server = listening.on('connection', (socket) => {
      socket.on('error', () => undefined);
      socket.once('data', () => serve(socket));
    });
    pool = new pg.Pool({ Client: PreparingClient, host: '127.0.0.1', port, user: 'souk', ssl: false });
    pool.on('error', () => undefined);
  }

  it.each([
    ['57P03', 'the database system is starting up', 'ECONNREFUSED'],
    ['53300', 'sorry, too many clients already', 'ECONNREFUSED'],
    ['28P01', 'password authentication failed', '28P01'],
  ])('that is answered %s (%s) has the code %s', async (code, text, expected) => {
    await connecting((socket) => socket.end(errorResponse(code, text)));

    const refused = pool.query('select 1');

    await expect(refused).rejects.toMatchObject({ code: expected, message: text });
  });

  it('to a socket that is gone has the code of one that is refused', async () => {
    await connecting(() => undefined);
    const nowhere = new pg.Pool({ Client: PreparingClient, host: '/nowhere', user: 'souk', ssl: false });

    await expect(nowhere.query('select 1')).rejects.toMatchObject({
      code: 'ECONNREFUSED',
      message: expect.stringContaining('ENOENT'),
    });
    await nowhere.end();
  });

  it('that has its answer and its end in one packet hears the answer first', async () => {
    const inOnePacket = Buffer.concat([message('C', 'LISTEN\0'), READY, errorResponse('57P01', 'the server is gone')]);
    await connecting((socket) => {
      socket.write(LET_IN);
      socket.once('data', () => socket.end(inOnePacket));
    });
    const client = await pool.connect();
    const heard: string[] = [];
    client.on('error', ({ message: end }) => heard.push(end));
    const ended = new Promise((resolve) => client.once('end', resolve));

    await client.query('listen jobs').then(() => heard.push('answer'));
    await ended;

    client.release(true);
    expect(heard.slice(0, 2)).toEqual(['answer', 'the server is gone']);
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
