import { randomUUID } from 'node:crypto';
import { money } from '../../../src/kernel/index.js';
import { goodwillJournal, Ledger, type Posted } from '../../../src/modules/ledger/index.js';
import { UnitOfWork } from '../../../src/platform/database/index.js';
import { ApiClient } from '../../../src/tools/api-client.js';
import { advance, booksOf, expectBooks, rest, tradeSteps, type Books } from '../../support/crash.trade.js';
import { startApp, type TestApp } from '../../support/index.js';
import { at } from '../ledger/world.js';
import { CommitProxy, type Fate, type Plan } from './commit-proxy.js';

const SEED = Number(process.env.SOUK_PROVE_SEED ?? 20_261_123);
const ROUNDS = Number(process.env.SOUK_CUT_ROUNDS ?? 1);
const FATES = ['lost', 'unheard'] as const;
/** Of ten commits. */
const CUT = 3;

/** Chooses three of ten commits, others for every round; the same for the same seed. */
const someOf = (fate: Fate, round: number): Plan => {
  let state = SEED + round * 7_919;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % 10 < CUT ? fate : undefined;
  };
};

async function behindProxy(): Promise<{ app: TestApp; proxy: CommitProxy; url: string }> {
  let [proxy, url] = [undefined as CommitProxy | undefined, ''];
  const app = await startApp({
    through: async (databaseUrl) => {
      url = databaseUrl;
      proxy = await CommitProxy.before(databaseUrl);
      return proxy.url;
    },
  });
  return { app, proxy: proxy as unknown as CommitProxy, url };
}

/** Everything is handled, also what hangs on an answer of the provider that nobody has heard: a later look ends it. */
async function settled(app: TestApp, api: ApiClient): Promise<void> {
  await rest(api);
  const open = await app.sql(`select from payment_attempts where state in ('sent', 'unknown')`);
  if (open.length > 0) await api.post('/v1/sandbox/clock', { body: { advanceBy: 'PT3M', drain: true } });
}

/** Runs a trade, and the same steps again where a client has not heard that they were done. */
async function booksAfterTrade(plan: Plan | undefined): Promise<{ books: Books; proxy: CommitProxy }> {
  const { app, proxy, url } = await behindProxy();
  const api = new ApiClient(app.url);
  try {
    if (plan) proxy.plan = plan;
    for (const step of tradeSteps(api)) {
      await settled(app, api);
      await step();
      if (plan) await step();
    }
    proxy.plan = () => undefined;
    // A payout that was given up is made again by a later run, and the bank takes its time.
    for (const advanceBy of ['P2D', 'P2D']) {
      await advance(api, advanceBy);
      await app.provider.settle();
    }
    return { books: await booksOf(api, { url }), proxy };
  } finally {
    proxy.plan = () => undefined;
    await app.stop();
    await proxy.close();
  }
}

/** A payout whose sending was not heard of is given up and made again: the books hold the same by another way. */
const balancesOf = ({ accounts, ...rest }: Books): object => ({
  ...rest,
  accounts: accounts.map(({ account, debit, credit }) => [account, debit - credit]),
});

describe('a connection that breaks at its commit', () => {
  let calm: Books;

  beforeAll(async () => {
    calm = (await booksAfterTrade(undefined)).books;
  }, 300_000);

  it.each(FATES)(
    `ends a trade in the same books when the commit is %s (${ROUNDS} × ${CUT} of 10)`,
    async (fate) => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const { books, proxy } = await booksAfterTrade(someOf(fate, round));
        process.stdout.write(`SOUK_PROVE_SEED=${SEED} round ${round}: ${proxy.cuts[fate]} commits ${fate}\n`);

        expectBooks(books);
        expect(balancesOf(books)).toEqual(balancesOf(calm));
        expect(proxy.cuts[fate]).toBeGreaterThan(10);
      }
    },
    1_200_000,
  );

  it('posts every journal once when each first commit is lost, or unheard', async () => {
    const { app, proxy } = await behindProxy();
    const buyer = randomUUID();
    const events = Array.from({ length: 20 }, (_, nth) => ({ id: randomUUID(), fate: FATES[nth % 2] }));
    const answers: Posted[] = [];

    for (const { id, fate } of events) {
      let isFirst = true;
      proxy.plan = () => (isFirst ? ((isFirst = false), fate) : undefined);
      const credit = goodwillJournal(id, buyer, money(100, 'USD'), at);
      answers.push(await app.get(UnitOfWork).run((tx) => app.get(Ledger).post(tx, credit)));
    }

    proxy.plan = () => undefined;
    const rows = await app.sql<{ id: string }>(
      `select id from ledger.journal where source_type = 'goodwill' order by id`,
    );
    expect(rows.map(({ id }) => id)).toEqual(answers.map(({ journalId }) => String(journalId)).sort());
    expect(answers.map(({ posted }) => posted)).toEqual(events.map(() => true));
    expect(proxy.cuts).toEqual({ lost: 10, unheard: 10, stuck: 0 });
    await app.stop();
    await proxy.close();
  });
});
