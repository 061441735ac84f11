import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { Deadlines } from '../../../src/platform/messaging/index.js';
import { DeliveriesRepository } from '../../../src/platform/messaging/deliveries.repository.js';
import { DueRepository } from '../../../src/platform/messaging/due.repository.js';
import { RelayDb } from '../../../src/platform/messaging/relay-db.js';
import { bearer, startApp, type TestApp } from '../../support/index.js';
import { onStage } from '../../prove/locks/stage.js';
import { ParcelModule } from './parcels.js';

const HOUR = 3_600_000;
const NOW = new Date('2026-05-04T12:00:00.000Z');
const inHours = (hours: number): Date => new Date(NOW.getTime() + hours * HOUR);

let app: TestApp;
let client: pg.Client;
let deliveries: DeliveriesRepository;
const stage = onStage();

/** Nobody relays or handles anything here but the tests. */
beforeAll(async () => {
  app = await startApp({ modules: [ParcelModule], config: { role: 'api' } });
  client = new pg.Client({ connectionString: app.config.databaseUrl });
  await client.connect();
  deliveries = new DeliveriesRepository(app.get(RelayDb));
});
afterAll(async () => {
  await client.end();
  await app.stop();
});

interface Row {
  readonly id: number;
  readonly state: string;
  readonly attempts: number;
  readonly failures: number;
}

/** A delivery that was handed over once. */
async function delivery(state: string, leaseUntil: string | null = null): Promise<number> {
  const [row] = await app.sql<{ id: number }>(
    `insert into outbox_deliveries (consumer, queue, subject_id, due_at, state, attempts, lease_until, done_at)
     values ('parcels.search', 'default', $1, now(), $2, 1, now() + $3::interval,
             case when $2 = 'done' then now() end) returning id::int`,
    [randomUUID(), state, leaseUntil],
  );
  return row!.id;
}
const rowsOf = (...ids: number[]): Promise<Row[]> =>
  app.sql('select d.*, id::int from outbox_deliveries d where id = any($1) order by d.id', [ids]);

/** What comes of it when it meets a transaction that has done this and not ended. */
async function meeting<T>(undone: string, values: unknown[], work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  await client.query(undone, values);
  const other = work();
  await stage.overOrWaiting(app, other);
  await client.query('commit');
  return other;
}

describe('a delivery', () => {
  afterEach(() => app.sql('delete from outbox_deliveries'));

  it.each([
    ['finished', (id: number) => deliveries.finish([{ id, attempt: 1 }])],
    ['failed', (id: number) => deliveries.fail([{ id, attempt: 1, error: 'late', retryInMs: 1 }], 12)],
    ['put back', (id: number) => deliveries.putBack([{ id, attempt: 1, queue: 'default' }])],
    ['kept', (id: number) => deliveries.extend([{ id, attempt: 1 }], HOUR)],
  ])('is not %s by who has lost it', async (_how, late: (id: number) => Promise<unknown>) => {
    const ids = [await delivery('waiting'), await delivery('done'), await delivery('dead')];
    const before = await rowsOf(...ids);

    for (const id of ids) await late(id);

    expect(await rowsOf(...ids)).toEqual(before);
  });

  it('is taken back when its worker gives no sign of life, and no other one is', async () => {
    const lost = await delivery('relayed', '-1 minute');
    const others = [await delivery('relayed', '1 hour'), await delivery('waiting'), await delivery('done')];
    const before = await rowsOf(...others);

    await deliveries.expire(12);

    expect(await rowsOf(lost)).toMatchObject([{ state: 'waiting', failures: 1 }]);
    expect(await rowsOf(...others)).toEqual(before);
  });

  it('is not taken back while somebody finishes it', async () => {
    const id = await delivery('relayed', '-1 minute');

    const expired = await meeting(
      `update outbox_deliveries set state = 'done', done_at = now(), lease_until = null where id = $1`,
      [id],
      () => deliveries.expire(12),
    );

    expect(expired).toEqual([]);
    expect(await rowsOf(id)).toMatchObject([{ state: 'done', failures: 0 }]);
  });

  it('is handed over once, when two claim it', async () => {
    const id = await delivery('waiting');

    const claimed = await meeting(
      `update outbox_deliveries set state = 'relayed', attempts = attempts + 1, lease_until = now() + interval '1 hour'
        where id = $1`,
      [id],
      () => deliveries.claim(['default'], 10, HOUR),
    );

    expect(claimed).toEqual([]);
    expect(await rowsOf(id)).toMatchObject([{ state: 'relayed', attempts: 2 }]);
  });

  it.each(['waiting', 'relayed', 'done'])('that is %s is not given all its attempts again', async (state) => {
    const id = await delivery(state, state === 'relayed' ? '1 hour' : null);
    const before = await rowsOf(id);

    const answer = await app.http.post(`/v1/admin/deliveries/${id}/redelivery`).set(bearer('admin'));

    expect(answer.status).toBe(404);
    expect(await rowsOf(id)).toEqual(before);
  });
});

describe('a deadline', () => {
  interface Fields {
    readonly kind?: string;
    readonly dueAt?: Date;
    readonly everyMs?: number;
    readonly outcome?: string;
  }
  async function deadline(subjectId: string, fields: Fields = {}): Promise<void> {
    const { kind = 'parcels.arrival', dueAt = NOW, everyMs = null, outcome = null } = fields;
    await app.sql(
      `insert into deadlines (kind, subject_id, due_at, every_ms, outcome, closed_at)
       values ($1, $2, $3, $4, $5::text, case when $5 is not null then $6::timestamptz end)`,
      [kind, subjectId, dueAt, everyMs, outcome, NOW],
    );
  }
  const deadlinesOf = (subjectId: string): Promise<object[]> =>
    app.sql('select * from deadlines where subject_id = $1 order by id', [subjectId]);
  const due = (): DueRepository => app.get(DueRepository);

  it('fires once, when two see that it is due', async () => {
    const subjectId = randomUUID();
    await deadline(subjectId);

    const fired = await meeting(
      `update deadlines set closed_at = $2, outcome = 'fired' where subject_id = $1`,
      [subjectId, NOW],
      () => due().fire(NOW, [{ kind: 'parcels.arrival', queue: 'orders' }], 10),
    );

    expect(fired).toBe(0);
    expect(await app.sql('select from outbox_deliveries where subject_id = $1', [subjectId])).toEqual([]);
  });

  it('is called off alone: neither one of another kind nor one that has fired', async () => {
    const subjectId = randomUUID();
    await deadline(subjectId, { outcome: 'fired' });
    await deadline(subjectId, { kind: 'parcels.return' });
    await deadline(subjectId);

    await app.get(UnitOfWork).run((tx) => app.get(Deadlines).cancel(tx, 'parcels.arrival', subjectId));

    expect(await deadlinesOf(subjectId)).toMatchObject([
      { kind: 'parcels.arrival', outcome: 'fired' },
      { kind: 'parcels.return', outcome: null },
      { kind: 'parcels.arrival', outcome: 'cancelled' },
    ]);
  });

  it('is no schedule to be brought back, nor is a schedule that is closed or late', async () => {
    const [once, closed, late, far] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
    await deadline(once, { dueAt: inHours(50) });
    await deadline(closed, { dueAt: inHours(50), everyMs: HOUR, outcome: 'fired' });
    await deadline(late, { dueAt: inHours(-2.5), everyMs: HOUR });
    await deadline(far, { dueAt: inHours(50.5), everyMs: HOUR });

    await due().rewind(NOW);

    expect(await deadlinesOf(once)).toMatchObject([{ due_at: inHours(50) }]);
    expect(await deadlinesOf(closed)).toMatchObject([{ due_at: inHours(50) }]);
    expect(await deadlinesOf(late)).toMatchObject([{ due_at: inHours(-2.5) }]);
    expect(await deadlinesOf(far)).toMatchObject([{ due_at: inHours(0.5) }]);
  });
});
