import { ApiClient } from '../../../src/tools/api-client.js';
import { advance, booksOf, expectBooks, rest, tradeSteps, type Books } from '../../support/crash.trade.js';
import { startApp, type StartOptions, type TestApp } from '../../support/index.js';
import { CommitProxy, type Fate } from './commit-proxy.js';
import { ProviderProxy } from './provider-proxy.js';

const LONG = 1_200_000;
/** Each point fails like this the first times that something comes to it. */
const FATES: readonly Fate[] = ['lost', 'unheard'];
/** What only hands work on; it is handed on again. */
const RELAY = /^(relay|clock)\./;

/** Lets each point that anybody comes to fail in each way once, in the order in which they are come to. */
function eachOnce(): { readonly plan: (point: string) => Fate | undefined; readonly points: Map<string, Fate[]> } {
  const points = new Map<string, Fate[]>();
  const plan = (point: string): Fate | undefined => {
    const past = points.get(point) ?? [];
    const fate = FATES[past.length];
    points.set(point, fate ? [...past, fate] : past);
    return fate;
  };
  return { plan, points };
}

const skipLost = (fate: Fate | undefined): Fate | undefined => (fate === 'lost' ? undefined : fate);

/** Everything is handled, also what hangs on an answer of the provider that nobody has heard: later looks end it. */
async function settled(app: TestApp, api: ApiClient): Promise<void> {
  for (let look = 1; look <= 4; look += 1) {
    await rest(api);
    const open = await app.sql(`select from payment_attempts where state in ('sent', 'unknown')`);
    if (open.length === 0) return;
    await api.post('/v1/sandbox/clock', { body: { advanceBy: 'PT3M', drain: true } });
  }
}

async function booksAfterTrade(options: StartOptions, isRepeated: boolean, calm: () => void): Promise<Books> {
  let url = '';
  const app = await startApp({
    ...options,
    through: async (databaseUrl) => {
      url = databaseUrl;
      return (await options.through?.(databaseUrl)) ?? databaseUrl;
    },
  });
  const api = new ApiClient(app.url);
  try {
    for (const step of tradeSteps(api)) {
      await settled(app, api);
      await step();
      await settled(app, api);
      if (isRepeated) await step();
    }
    calm();
    // A payout whose sending was not heard of is looked for, or made again by a later run, and the bank takes its time.
    for (const advanceBy of ['P2D', 'P2D', 'P2D']) {
      await advance(api, advanceBy);
      await app.provider.settle();
    }
    return await booksOf(api, { url });
  } finally {
    calm();
    await app.stop();
  }
}

/** A payout that was given up and made again leaves the same balances by another way. */
const balancesOf = ({ accounts, ...others }: Books): object => ({
  ...others,
  accounts: accounts.map(({ account, debit, credit }) => [account, debit - credit]),
});

describe('a trade that fails once at every point in every way', () => {
  let calm: Books;

  beforeAll(async () => {
    calm = await booksAfterTrade({}, false, () => undefined);
  }, LONG);

  it(
    'ends in the same books: every commit is lost, and the next time unheard',
    async () => {
      const { plan, points } = eachOnce();
      let proxy: CommitProxy | undefined;
      const through = async (url: string): Promise<string> => {
        proxy = await CommitProxy.before(url);
        proxy.plan = (_nth, site) => (site === '' || RELAY.test(site) ? undefined : plan(site));
        return proxy.url;
      };

      const books = await booksAfterTrade({ through }, true, () => {
        if (proxy) proxy.plan = () => undefined;
      });

      process.stdout.write(`${points.size} kinds of transactions, ${JSON.stringify(proxy?.cuts)}\n`);
      expectBooks(books);
      expect(balancesOf(books)).toEqual(balancesOf(calm));
      expect(points.size).toBeGreaterThan(20);
      await proxy?.close();
    },
    LONG,
  );

  it(
    'ends in the same books: every call to the provider is lost, and the next time unheard',
    async () => {
      const { plan, points } = eachOnce();
      let proxy: ProviderProxy | undefined;
      const throughProvider = async (url: string): Promise<string> => {
        proxy = await ProviderProxy.before(url);
        // A card that was never asked is the buyer's to use again: the payment says so, and nothing was taken.
        proxy.plan = (call) => (call === 'POST /charges' ? skipLost(plan(call)) : plan(call));
        return proxy.url;
      };

      const books = await booksAfterTrade({ throughProvider }, true, () => {
        if (proxy) proxy.plan = () => undefined;
      });

      process.stdout.write(`calls: ${[...points.keys()].join(', ')}\n`);
      expectBooks(books);
      expect(balancesOf(books)).toEqual(balancesOf(calm));
      expect([...points.keys()]).toEqual(expect.arrayContaining(['POST /charges', 'POST /payouts']));
      await proxy?.close();
    },
    LONG,
  );
});
