import { CURRENCIES, currency, exponentOf } from '../../../src/kernel/index.js';
import { ACCOUNT_TYPES } from '../../../src/modules/ledger/ledger.domain.js';
import type { TestApp } from '../../support/index.js';
import { startLedger } from './ledger-app.js';

let app: TestApp;

beforeAll(async () => {
  app = await startLedger();
});
afterAll(() => app.stop());

const codes = async (where: string): Promise<string[]> => {
  const rows = await app.sql<{ code: string }>(`select code from ledger.account_type where ${where} order by code`);
  return rows.map(({ code }) => code);
};

describe('the chart of accounts', () => {
  it('has the same accounts in the database and in the code', async () => {
    expect(await codes('true')).toEqual([...ACCOUNT_TYPES]);
  });

  it('has the currencies of the kernel, with their exponents', async () => {
    const rows = await app.sql('select code, exponent from ledger.currency order by code');

    expect(rows).toEqual(CURRENCIES.map((code) => ({ code, exponent: exponentOf(currency(code)) })));
  });

  it('keeps every account that belongs to somebody strict, with a floor of zero', async () => {
    const owned = `owner_dimension in ('seller', 'buyer', 'order', 'payout', 'refund', 'dispute', 'affiliate')`;

    expect(await codes(`${owned} and (mode <> 'strict' or floor_minor is distinct from 0)`)).toEqual([]);
    expect(await codes(`mode = 'strict' and not ${owned}`)).toEqual(['unapplied_receipts']);
  });

  it('puts each class on its side', async () => {
    expect(await codes(`class in ('asset', 'expense') and normal_side <> 'D'`)).toEqual([]);
    expect(await codes(`class in ('liability', 'equity', 'revenue') and normal_side <> 'C'`)).toEqual([]);
  });
});
