import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { ApiClient, type CallOptions } from '../../src/tools/api-client.js';
import { Story } from '../../src/tools/demo/story.js';
import { replay } from '../../src/tools/replay/replay.js';
import { startApp, type TestApp } from '../support/index.js';

const SAMPLE = 'test/fixtures/olist';
const LONG = 300_000;

/** Loses its connection for good after some calls, as a tool that is killed in the middle of a day. */
class CutOff extends ApiClient {
  constructor(
    url: string,
    private left: number,
  ) {
    super(url);
  }

  override async call<T>(method: string, path: string, options: CallOptions): Promise<T> {
    this.left -= 1;
    if (this.left < 0) throw new Error('cut off');
    return super.call<T>(method, path, options);
  }
}

describe('the demo', () => {
  let app: TestApp;

  beforeAll(async () => {
    app = await startApp();
  });

  afterAll(() => app.stop());

  it(
    'tells its story twice and ends in books that balance',
    async () => {
      let told = '';
      const out = new Writable({ write: (chunk, _encoding, done) => ((told += String(chunk)), done()) });

      const first = await new Story(new ApiClient(app.url), out, 1).run();
      const second = await new Story(new ApiClient(app.url), out, 2).run();

      expect([first, second]).toEqual([true, true]);
      expect(told).toContain('is pending_review');
      expect(told).toContain('payment of 6580.00 USD: held');
      expect(told).toContain('after release: awaiting_acceptance');
      expect(told).toContain('is cancelled, refunded 112.00 USD');
      expect(told).toContain('payouts: 45.99 USD paid');
      expect(told).toContain('difference 0');
    },
    LONG,
  );
});

describe('a replay', () => {
  let app: TestApp;
  let dataDir: string;

  beforeAll(async () => {
    app = await startApp();
    dataDir = await mkdtemp(join(tmpdir(), 'souk-tools-'));
  });

  afterAll(async () => {
    await rm(dataDir, { recursive: true, force: true });
    await app.stop();
  });

  const counts = async (): Promise<Record<string, number> | undefined> => {
    const rows = await app.sql<Record<string, number>>(
      `select (select count(*)::int from orders) as orders, (select count(*)::int from seller_orders) as "sellerOrders",
              (select count(*)::int from listings) as listings, (select count(*)::int from sellers) as sellers,
              (select count(*)::int from reviews) as reviews`,
    );
    return rows[0];
  };

  it(
    'that was cut off in the middle of a day is continued and agrees with its files',
    async () => {
      await expect(replay(SAMPLE, new CutOff(app.url, 200), dataDir)).rejects.toThrow('cut off');

      const report = await replay(SAMPLE, new ApiClient(app.url), dataDir);

      expect(report).toMatchObject({ faults: [], placed: 37, orderValue: 721_163 });
      expect(report.states).toEqual({
        delivered: { completed: 28 },
        shipped: { shipped: 6 },
        canceled: { cancelled: 2 },
        invoiced: { cancelled: 2 },
        processing: { cancelled: 3 },
      });
      expect(await counts()).toEqual({ orders: 37, sellerOrders: 41, listings: 10, sellers: 6, reviews: 32 });
    },
    LONG,
  );

  it(
    'that has ended doubles nothing when it is run again',
    async () => {
      const before = await counts();

      const report = await replay(SAMPLE, new ApiClient(app.url), dataDir);

      expect(report.faults).toEqual([]);
      expect(await counts()).toEqual(before);
    },
    LONG,
  );
});
