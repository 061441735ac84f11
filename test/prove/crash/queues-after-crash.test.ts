import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { migrate, UnitOfWork } from '../../../src/platform/database/index.js';
import { Drain, Outbox } from '../../../src/platform/messaging/index.js';
import { startMessaging } from '../../modules/messaging/messaging-app.js';
import { parcelLost, parcelSent, Recorder } from '../../modules/messaging/parcels.js';
import { OwnPostgres } from './own-postgres.js';

const ROUNDS = Number(process.env.SOUK_CRASH_ROUNDS ?? 3);
/** Calls of handlers between two crashes: all workers are at it. */
const BUSY = 40;
const CONSUMERS = ['parcels.weigh', 'parcels.announce', 'parcels.search'];

describe(`queues whose PostgreSQL is killed while they are busy, ${ROUNDS} times`, () => {
  let postgres: OwnPostgres;
  let context: INestApplicationContext;

  beforeAll(async () => {
    postgres = await OwnPostgres.start();
    await migrate(postgres.url);
    context = await startMessaging({ databaseUrl: postgres.url, config: { deliveryLeaseMs: 1_000 } });
  }, 120_000);

  afterAll(async () => {
    await context.close();
    await postgres.stop();
  }, 60_000);

  const get = <T>(type: new (...args: never[]) => T): T => context.get(type, { strict: false });

  async function publish(subjectId: string): Promise<void> {
    await get(UnitOfWork).run((tx) =>
      get(Outbox).publishAll(tx, [
        [parcelSent, { subjectId, payload: { weight: 1, sentAt: new Date(0) } }],
        [parcelLost, { subjectId, payload: { reason: 'flood' } }],
      ]),
    );
  }

  it('go on, each of them, and handle what was published', async () => {
    const recorder = get(Recorder);
    const published = new Set<string>();
    let [isOver, slowest] = [false, 0];
    const publishing = (async () => {
      while (!isOver) {
        const subjectId = randomUUID();
        await publish(subjectId).then(
          () => published.add(subjectId),
          () => turn(),
        );
      }
    })();

    for (let round = 0; round < ROUNDS; round += 1) {
      for (const until = recorder.calls.length + BUSY; recorder.calls.length < until;) await turn();
      await postgres.crash();
      const [at, seen] = [performance.now(), recorder.calls.length];
      const hasCalled = (consumer: string): boolean =>
        recorder.calls.slice(seen).some((call) => call.consumer === consumer);
      while (!CONSUMERS.every(hasCalled)) await turn();
      slowest = Math.max(slowest, Math.round(performance.now() - at));
    }
    isOver = true;
    await publishing;
    await get(Drain).run(120_000);
    process.stdout.write(`${ROUNDS} crashes, ${published.size} publications, every queue back within ${slowest} ms\n`);

    for (const consumer of CONSUMERS)
      expect([...published].filter((id) => !recorder.of(consumer).includes(id))).toEqual([]);
  }, 600_000);
});
