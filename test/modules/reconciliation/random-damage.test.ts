import fc from 'fast-check';
import { AgeBreaks } from '../../../src/modules/reconciliation/age-breaks.js';
import { buyer } from '../../support/world.identity.js';
import { activeListing } from '../../support/world.listings.js';
import { deliveredOrder } from '../../support/world.orders.js';
import { activeSeller } from '../../support/world.sellers.js';
import { Books } from './reconciliation-app.js';

const FATES = ['as it is', 'twice', 'missing', 'more', 'other sign', 'unknown'] as const;
type Fate = (typeof FATES)[number];
const CHARGES = 12;

let books: Books;
beforeAll(async () => {
  books = await Books.open();
});
afterAll(() => books.app.stop());

/** What becomes of a line `id,type,created,currency,gross,fee,net,source,…` of a report. */
function befallen(row: string, fate: Fate): string[] {
  const [id = '', type, created, currency, gross, fee = '', , source = '', ...rest] = row.split(',');
  const changed = (amount: number, from = source): string =>
    [id, type, created, currency, amount.toFixed(2), fee, (amount - Number(fee)).toFixed(2), from, ...rest].join(',');
  switch (fate) {
    case 'twice':
      return [row, row];
    case 'missing':
      return [];
    case 'more':
      return [changed(Number(gross) + 1)];
    case 'other sign':
      return [changed(-Number(gross))];
    case 'unknown':
      return [changed(Number(gross) + 0.01, 'ch_of_nobody')];
    default:
      return [row];
  }
}

describe('a report with anything wrong', () => {
  it('has exactly the breaks that were made, each fee once, and an entry is missing only when its line is', async () => {
    const { app } = books;
    const [seller, shopper] = [await activeSeller(app, { tier: 'T1' }), await buyer(app)];
    const { variantId } = await activeListing(app, seller, { price: 10_000, shipping: 0, stock: 100 });
    for (let i = 0; i < CHARGES; i += 1) await deliveredOrder(app, shopper, seller, { variantId });
    const account = await books.opened('anything', 'provider', { expectedFrom: '2020-01-01T00:00:00.000Z' });
    const [heading = '', ...lines] = (await (await fetch(`${app.provider.url}/statements/balance.csv`)).text())
      .trim()
      .split('\r\n');
    const fates = fc.sample(fc.constantFrom(...FATES), { numRuns: CHARGES, seed: 706 });
    const rows = lines.flatMap((line, i) => befallen(line, fates[i] ?? 'as it is'));
    const idOf = (line: string): string => line.split(',')[0] ?? '';
    const withFate = (...wanted: Fate[]): string[] =>
      lines.filter((_, i) => wanted.includes(fates[i] ?? 'as it is')).map(idOf);

    const answer = await books.upload(account, 'format=balance_csv', [heading, ...rows, ''].join('\n'));
    const fresh = await books.breaks();
    await app.advance('P4D');
    await app.get(AgeBreaks).run();
    const aged = await books.breaks('&status=missing_external');

    expect(lines).toHaveLength(CHARGES);
    expect(answer.body).toMatchObject({
      added: 2 * (CHARGES - withFate('missing').length),
      known: 2 * withFate('twice').length,
      breaks: withFate('more', 'other sign', 'unknown').length,
      waiting: 0,
    });
    expect(fresh.map(({ externalId, status }) => [externalId, status]).sort()).toEqual(
      [
        ...withFate('more', 'other sign').map((id) => [id, 'amount_diff']),
        ...withFate('unknown').map((id) => [id, 'missing_internal']),
      ].sort(),
    );
    expect((await books.journalsOf('psp_balance_txn')).map(({ id }) => id).sort()).toEqual(
      withFate('as it is', 'twice', 'more', 'other sign', 'unknown')
        .map((id) => `sandbox:${id}:fee`)
        .sort(),
    );
    expect(aged).toHaveLength(withFate('missing', 'unknown').length);
    expect(aged.every(({ source }) => source?.type === 'payment' && source.kind === 'capture')).toBe(true);
  });
});
