import type { BankAnswer } from '../../../src/modules/settlement/payout-provider.js';
import { PayoutProviders } from '../../../src/modules/settlement/payout-providers.js';
import type { TestApp } from '../../support/index.js';
import type { ActiveSeller } from '../../support/world.sellers.js';
import {
  balance,
  bankBooks,
  funded,
  idOf,
  journalKinds,
  runPayouts,
  settled,
  startSettlement,
} from './settlement-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startSettlement();
});
afterAll(() => app.stop());
afterEach(() => jest.restoreAllMocks());

interface Gate {
  readonly passed: Promise<void>;
  open(): void;
}

function gate(): Gate {
  let open = (): void => undefined;
  const passed = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { passed, open: () => open() };
}

const stateOf = async (seller: ActiveSeller): Promise<string | undefined> =>
  (await app.sql<{ state: string }>('select state from payouts where seller_id = $1', [idOf(seller)]))[0]?.state;

async function until(seller: ActiveSeller, state: string): Promise<void> {
  while ((await stateOf(seller)) !== state) await app.provider.settle();
}

/** Everything that a late write could change. */
const written = (seller: ActiveSeller) =>
  app.sql(
    `select p.state, p.version, p.failure_code, a.state as account,
            (select count(*)::int from lifecycle_history h where h.subject_id = p.id) as steps,
            (select count(*)::int from ledger.journal j where j.payout_id = p.id) as journals
       from payouts p join seller_payout_accounts a on a.seller_id = p.seller_id where p.seller_id = $1`,
    [idOf(seller)],
  );

const STALE: [string, (real: BankAnswer) => BankAnswer][] = [
  ['the answer that it had got', (real) => real],
  ['word of a failure', () => ({ state: 'failed', code: 'account_closed', failureClass: 'account' })],
  ['no word at all', () => ({ state: 'unknown', why: 'timeout' })],
];

describe('a worker that slept while another did its work', () => {
  it.each(STALE)('writes nothing when it wakes with %s', async (_what, told) => {
    const seller = await funded(app);
    const [asked, awake] = [gate(), gate()];
    const bank = app.get(PayoutProviders).of('sandbox');
    const send = bank.send.bind(bank);
    jest.spyOn(bank, 'send').mockImplementation(async (request) => {
      const answer = await send(request);
      asked.open();
      await awake.passed;
      return told(answer);
    });

    await runPayouts(app);
    const drained = app.drain();
    await asked.passed;
    const [taken] = await app.sql<{ id: string }>(
      `update outbox_deliveries set state = 'waiting', lease_until = null, next_attempt_at = now()
        where consumer = 'settlement.submit-payout' and state = 'relayed' returning id`,
    );
    await until(seller, 'paid');
    const before = await written(seller);
    awake.open();
    await drained;
    await settled(app);

    expect(await written(seller)).toEqual(before);
    expect(before).toMatchObject([{ state: 'paid', account: 'active', journals: 2 }]);
    expect(await journalKinds(app, seller)).toEqual(
      ['created', 'delivered', 'paid', 'released'].map((kind) => ({ kind, count: 1 })),
    );
    expect(await bankBooks(app, seller)).toEqual([{ state: 'paid', amount: 9_000 }]);
    expect(await balance(app, seller)).toMatchObject({ available: 0, inTransit: 0 });
    const deliveries = await app.sql(`select state, attempts from outbox_deliveries where id = $1`, [taken?.id]);
    expect(deliveries).toEqual([{ state: 'done', attempts: 2 }]);
  });
});
